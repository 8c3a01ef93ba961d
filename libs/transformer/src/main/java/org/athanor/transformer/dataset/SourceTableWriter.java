package org.athanor.transformer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Streams the names of a shard's sources, each before the first document that needs it. A name is
 * found again while it stands in the table's last {@value #WINDOW_BYTES} bytes and is written once
 * more when it comes back later: so the memory is bounded however many sources there are, and the
 * bytes follow from the documents alone.
 */
final class SourceTableWriter implements Closeable {

    static final int LONGEST_NAME_BYTES = 1 << 16;
    static final int WINDOW_BYTES = 1 << 24;

    private static final long LARGEST_TABLE = 1L << 32;

    private final ElementWriter out;
    private final Map<String, Long> recent = new LinkedHashMap<>();
    private long entries;

    /** Documents of one source follow each other, mostly with the very same string. */
    private String lastName;

    private long lastAt;

    SourceTableWriter(Path folder, String shard) throws IOException {
        out = new ElementWriter(ShardFile.SOURCES, ShardFile.SOURCES.in(folder, shard), 1, 0);
    }

    /** Where the name stands: an offset in the table, unsigned 32 bits. */
    long add(String name) throws IOException {
        if (name.equals(lastName) && lastAt >= out.bytes() - WINDOW_BYTES) {
            return lastAt;
        }
        Long known = recent.get(name);
        lastAt = known == null ? append(name) : known;
        lastName = name;
        return lastAt;
    }

    private long append(String name) throws IOException {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > LONGEST_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "a source's name has at most %d bytes, '%s…' has %d"
                            .formatted(LONGEST_NAME_BYTES, name.substring(0, 80), utf8.length));
        }
        long at = out.bytes();
        if (at + Integer.BYTES + utf8.length > LARGEST_TABLE) {
            throw new IllegalStateException(
                    "one shard's sources have 4 GiB of names: use smaller shards");
        }
        byte[] length = new byte[Integer.BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length);
        out.write(MemorySegment.ofArray(length));
        out.write(MemorySegment.ofArray(utf8));
        out.extra(++entries);
        recent.put(name, at);
        forgetBefore(out.bytes() - WINDOW_BYTES);
        return at;
    }

    private void forgetBefore(long start) {
        Iterator<Long> oldest = recent.values().iterator();
        while (oldest.hasNext() && oldest.next() < start) {
            oldest.remove();
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
