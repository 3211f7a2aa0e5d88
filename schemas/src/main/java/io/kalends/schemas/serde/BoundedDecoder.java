package io.kalends.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/// Reads Avro's binary encoding from one array and believes no length prefix: every length and every count is held
/// against the bytes that are left before anything is allocated for it. (Avro's own decoder allocates first, so that a
/// message of thirty bytes can ask for two gigabytes.)
final class BoundedDecoder extends Decoder {

    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;

    private final ByteBuffer in;

    BoundedDecoder(byte[] bytes, int offset) {
        this.in = ByteBuffer.wrap(bytes, offset, bytes.length - offset).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws IOException when the record ended before its message did
    void finish() throws IOException {
        if (in.hasRemaining()) {
            throw new IOException(in.remaining() + " bytes follow the record");
        }
    }

    @Override
    public void readNull() {
        // null takes no bytes
    }

    @Override
    public boolean readBoolean() throws IOException {
        take(1);
        byte value = in.get();
        if (value != 0 && value != 1) {
            throw new IOException("a boolean is 0 or 1, not " + value);
        }
        return value == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = varint(LONGEST_INT);
        if (value >>> Integer.SIZE != 0) {
            throw new IOException("an int takes more than 32 bits");
        }
        return (int) (value >>> 1) ^ -((int) value & 1);
    }

    @Override
    public long readLong() throws IOException {
        long value = varint(LONGEST_LONG);
        return (value >>> 1) ^ -(value & 1);
    }

    @Override
    public float readFloat() throws IOException {
        take(Float.BYTES);
        return in.getFloat();
    }

    @Override
    public double readDouble() throws IOException {
        take(Double.BYTES);
        return in.getDouble();
    }

    @Override
    public Utf8 readString(@Nullable Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = length();
        var text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    @Override
    public void skipString() throws IOException {
        skipFixed(length());
    }

    @Override
    public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
        var bytes = new byte[length()];
        in.get(bytes);
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public void skipBytes() throws IOException {
        skipFixed(length());
    }

    @Override
    public void readFixed(byte[] bytes, int start, int length) throws IOException {
        take(length);
        in.get(bytes, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
        in.position(in.position() + length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        long count = readLong();
        if (count < 0) {
            // a negative count is followed by the size of the block in bytes
            length();
            count = -count;
        }
        // every item takes a byte at least: SchemaGuard admits no other schema
        if (count < 0 || count > in.remaining()) {
            throw new IOException("a list of " + count + " items in " + in.remaining() + " bytes");
        }
        return count;
    }

    @Override
    public long arrayNext() throws IOException {
        return readArrayStart();
    }

    /// Skips blocks whose size in bytes is told; of the first other one, returns the number of items to skip one by
    /// one.
    @Override
    public long skipArray() throws IOException {
        long count = readLong();
        while (count < 0) {
            skipFixed(length());
            count = readLong();
        }
        if (count > in.remaining()) {
            throw new IOException("a list of " + count + " items in " + in.remaining() + " bytes");
        }
        return count;
    }

    @Override
    public long readMapStart() throws IOException {
        return readArrayStart();
    }

    @Override
    public long mapNext() throws IOException {
        return readArrayStart();
    }

    @Override
    public long skipMap() throws IOException {
        return skipArray();
    }

    private int length() throws IOException {
        long length = readLong();
        if (length < 0 || length > in.remaining()) {
            throw new IOException("a value of " + length + " bytes where " + in.remaining() + " are left");
        }
        return (int) length;
    }

    private long varint(int longest) throws IOException {
        long value = 0;
        for (int i = 0; i < longest; i++) {
            take(1);
            byte next = in.get();
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number takes more than " + longest + " bytes");
    }

    private void take(int bytes) throws EOFException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new EOFException("the record ends " + (bytes - in.remaining()) + " bytes too early");
        }
    }
}
