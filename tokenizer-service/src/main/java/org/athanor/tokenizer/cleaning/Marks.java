package org.athanor.tokenizer.cleaning;

import java.util.ArrayList;
import java.util.List;

/** A set of document numbers: one bit a document, in blocks that exist once one of theirs is set. */
final class Marks {

    private static final int BLOCK_BITS = 22;
    private static final int BLOCK_MASK = (1 << BLOCK_BITS) - 1;

    private final List<long[]> blocks = new ArrayList<>();

    void add(long index) {
        int block = Math.toIntExact(index >>> BLOCK_BITS);
        while (blocks.size() <= block) {
            blocks.add(null);
        }
        if (blocks.get(block) == null) {
            blocks.set(block, new long[1 << (BLOCK_BITS - 6)]);
        }
        int bit = (int) index & BLOCK_MASK;
        blocks.get(block)[bit >>> 6] |= 1L << bit;
    }

    boolean contains(long index) {
        int block = Math.toIntExact(index >>> BLOCK_BITS);
        if (block >= blocks.size() || blocks.get(block) == null) {
            return false;
        }
        int bit = (int) index & BLOCK_MASK;
        return (blocks.get(block)[bit >>> 6] & 1L << bit) != 0;
    }
}
