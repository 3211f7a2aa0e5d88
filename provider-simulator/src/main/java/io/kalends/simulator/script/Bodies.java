package io.kalends.simulator.script;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

import io.kalends.simulator.http.Answer;

/// Bodies nobody should have to read.
final class Bodies {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final int PIECE = 64 * 1024;

    private Bodies() {}

    static Answer huge(long bytes) {
        return Answer.streamed(200, JSON, out -> text(bytes, out));
    }

    static Answer deep(int depth) {
        return Answer.text(200, JSON, "{\"items\": " + "[".repeat(depth) + "]".repeat(depth) + "}");
    }

    static Answer bomb(long bytes) {
        return Answer.streamed(200, JSON, out -> {
                    var gzip = new GZIPOutputStream(out, PIECE);
                    text(bytes, gzip);
                    gzip.finish();
                })
                .with("Content-Encoding", "gzip");
    }

    private static void text(long bytes, OutputStream out) throws IOException {
        out.write("{\"description\": \"".getBytes(StandardCharsets.UTF_8));
        var piece = new byte[PIECE];
        Arrays.fill(piece, (byte) 'x');
        for (var left = bytes; left > 0; left -= PIECE) {
            out.write(piece, 0, (int) Math.min(left, PIECE));
        }
        out.write("\"}".getBytes(StandardCharsets.UTF_8));
    }
}
