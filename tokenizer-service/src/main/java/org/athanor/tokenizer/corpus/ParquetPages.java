package org.athanor.tokenizer.corpus;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Looks at the headers of a column's pages before any is unpacked: a page is unpacked into as many
 * bytes as its header says, and a header may say two gigabytes.
 *
 * <p>A header is a struct of Thrift's compact protocol; of its fields the sizes are read, and the
 * rest is passed over.
 */
final class ParquetPages {

    private static final int DEEPEST = 16;
    private static final int UNPACKED_SIZE_FIELD = 2;
    private static final int PACKED_SIZE_FIELD = 3;

    private final ByteBuffer bytes;
    private final long maximumBytes;

    ParquetPages(ByteBuffer bytes, long maximumBytes) {
        this.bytes = bytes;
        this.maximumBytes = maximumBytes;
    }

    /** Checks all pages of a chunk. */
    static void check(ParquetFile file, ColumnChunk chunk, long maximumBytes) throws IOException {
        ColumnMetaData column = chunk.metaData();
        Long dictionary = column.dictionaryPageOffset();
        long start =
                dictionary == null || dictionary <= 0
                        ? column.dataPageOffset()
                        : Math.min(dictionary, column.dataPageOffset());
        int length = Math.toIntExact(column.totalCompressedSize());
        new ParquetPages(file.readRange(start, length), maximumBytes).check();
    }

    void check() throws IOException {
        try {
            while (bytes.hasRemaining()) {
                checkPage();
            }
        } catch (BufferUnderflowException | IllegalArgumentException | ArithmeticException e) {
            throw new IOException("a page reaches beyond its column", e);
        }
    }

    private void checkPage() throws IOException {
        long unpacked = -1;
        long packed = -1;
        int field = 0;
        for (int head = bytes.get() & 0xFF; head != 0; head = bytes.get() & 0xFF) {
            field = head >>> 4 == 0 ? (int) zigzag() : field + (head >>> 4);
            switch (field) {
                case UNPACKED_SIZE_FIELD -> unpacked = zigzag();
                case PACKED_SIZE_FIELD -> packed = zigzag();
                default -> passOver(head & 0xF, false, 0);
            }
        }
        if (unpacked < 0 || unpacked > maximumBytes) {
            throw new IOException(
                    "a page says that it unpacks to %d bytes, and %d are the most"
                            .formatted(unpacked, maximumBytes));
        }
        skip(packed);
    }

    /** @param element whether it is of a list, where a boolean takes a byte of its own */
    private void passOver(int type, boolean element, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("a page's header is nested too deeply");
        }
        switch (type) {
            case 1, 2 -> skip(element ? 1 : 0);
            case 3 -> skip(1);
            case 4, 5, 6 -> varint();
            case 7 -> skip(Double.BYTES);
            case 8 -> skip(varint());
            case 9, 10 -> passOverList(depth);
            case 12 -> passOverStruct(depth);
            default -> throw new IOException("a page's header has a field of type " + type);
        }
    }

    private void passOverList(int depth) throws IOException {
        int head = bytes.get() & 0xFF;
        long size = head >>> 4 == 15 ? varint() : head >>> 4;
        for (long i = 0; i < size; i++) {
            passOver(head & 0xF, true, depth + 1);
        }
    }

    private void passOverStruct(int depth) throws IOException {
        for (int head = bytes.get() & 0xFF; head != 0; head = bytes.get() & 0xFF) {
            if (head >>> 4 == 0) {
                varint();
            }
            passOver(head & 0xF, false, depth + 1);
        }
    }

    private void skip(long count) {
        if (count < 0 || count > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        bytes.position(bytes.position() + (int) count);
    }

    private long zigzag() throws IOException {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte next = bytes.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a page's header has a number without end");
    }
}
