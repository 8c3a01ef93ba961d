package org.athanor.transformer.dataset;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The kinds of file in a shard and the header that they share. */
enum ShardFile {
    TOKENS(".tokens", "ATHTOKEN"),
    DOCUMENTS(".documents", "ATHDOCUM"),
    MASK(".mask", "ATHMASKS"),
    INDEX(".index", "ATHINDEX"),
    SOURCES(".sources", "ATHSOURC");

    static final int HEADER_BYTES = 32;

    /** Where a header keeps what only its own kind of file needs. */
    static final int EXTRA_AT = 24;

    static final ValueLayout.OfShort U16 =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    static final ValueLayout.OfLong U64 =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int VERSION = 1;
    private static final int MOST_ELEMENT_BYTES = 32;

    private final String suffix;
    private final byte[] magic;

    ShardFile(String suffix, String magic) {
        this.suffix = suffix;
        this.magic = magic.getBytes(StandardCharsets.US_ASCII);
    }

    /** A file's elements in memory. */
    record Mapped(MemorySegment elements, int elementBytes, long count, long extra) {}

    Path in(Path folder, String shard) {
        return folder.resolve(shard + suffix);
    }

    /** The name of one of several shards of a split; a split that fits one is named by itself. */
    static String name(String split, int number) {
        return "%s-%05d".formatted(split, number);
    }

    ByteBuffer header(int elementBytes, long count, long extra) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(magic).putInt(VERSION).putInt(elementBytes).putLong(count).putLong(extra);
        return header.flip();
    }

    Mapped map(Path folder, String shard, Arena arena) throws IOException {
        Path file = in(folder, shard);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment all =
                    channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return checked(all, file);
        } catch (NoSuchFileException e) {
            throw new IOException("the dataset has no file " + file.getFileName(), e);
        }
    }

    private Mapped checked(MemorySegment all, Path file) throws IOException {
        if (all.byteSize() < HEADER_BYTES
                || all.asSlice(0, magic.length).mismatch(MemorySegment.ofArray(magic)) != -1) {
            throw damaged(
                    file, "does not start with " + new String(magic, StandardCharsets.US_ASCII));
        }
        int version = all.get(U32, 8);
        if (version != VERSION) {
            throw damaged(file, "is version " + version + ", this reads version " + VERSION);
        }
        int elementBytes = all.get(U32, 12);
        long count = all.get(U64, 16);
        boolean widthKnown =
                Integer.bitCount(elementBytes) == 1
                        && elementBytes > 0
                        && elementBytes <= MOST_ELEMENT_BYTES;
        long body = all.byteSize() - HEADER_BYTES;
        if (!widthKnown || count < 0 || count != body / elementBytes || body % elementBytes != 0) {
            throw damaged(
                    file,
                    "says "
                            + count
                            + " elements of "
                            + elementBytes
                            + " bytes but holds "
                            + body
                            + " bytes of them");
        }
        return new Mapped(all.asSlice(HEADER_BYTES), elementBytes, count, all.get(U64, EXTRA_AT));
    }

    static IOException damaged(Path file, String reason) {
        return new IOException(file.getFileName() + " " + reason);
    }
}
