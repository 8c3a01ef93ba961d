package org.athanor.transformer.dataset;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/**
 * A document's 32 bytes in an index: its hash (two u64), then u48 offset and u48 document id, each
 * above one half of the u32 that says where its source's name stands.
 */
record IndexEntry(ContentHash hash, long offset, long document, long sourceAt) {

    static final int BYTES = 32;

    private static final int HALF_BITS = 16;
    private static final long HALF_MASK = (1L << HALF_BITS) - 1;

    static IndexEntry read(MemorySegment entries, long number) {
        long at = BYTES * number;
        long offset = entries.get(ShardFile.U64, at + 16);
        long document = entries.get(ShardFile.U64, at + 24);
        return new IndexEntry(
                new ContentHash(entries.get(ShardFile.U64, at), entries.get(ShardFile.U64, at + 8)),
                offset >>> HALF_BITS,
                document >>> HALF_BITS,
                (offset & HALF_MASK) << HALF_BITS | document & HALF_MASK);
    }

    void write(ElementWriter out) throws IOException {
        out.write(hash.high());
        out.write(hash.low());
        out.write(offset << HALF_BITS | sourceAt >>> HALF_BITS);
        out.write(document << HALF_BITS | sourceAt & HALF_MASK);
    }

    IndexEntry withSourceAt(long place) {
        return new IndexEntry(hash, offset, document, place);
    }
}
