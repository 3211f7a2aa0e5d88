package io.kalends.worker.vault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// What a ciphertext is bound to.
final class AssociatedData {

    private AssociatedData() {}

    /// The parts one after the other, each behind its length, so that no two lists of parts give the same bytes.
    static byte[] of(String... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            var bytes = part.getBytes(StandardCharsets.UTF_8);
            out.writeBytes(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            out.writeBytes(bytes);
        }
        return out.toByteArray();
    }
}
