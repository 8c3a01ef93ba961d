package org.athanor.transformer.tokenizer.training;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * The symbols of all words, one after the other with {@link #NONE} between them, and one slot a
 * byte however many merges are made: a token's symbol stands in the slots of its first and of its
 * last byte, so the neighbours of a token are found by its length on either side. A slot that was
 * the first of a token and no longer is holds {@link #NONE} or a later symbol, never its old one: so
 * a pair seen at a position is still there exactly if both symbols are.
 */
final class Words {

    /** Not a symbol: between words, and where a longer token's second half used to begin. */
    static final int NONE = -1;

    /** Symbols that are there from the beginning. */
    static final int BYTES = 256;

    private final MemorySegment symbols;
    private final CountGroups groups;

    /** Bytes of each symbol. */
    private final int[] lengths;

    private int made = BYTES;
    private long bytes;

    private Words(MemorySegment symbols, CountGroups groups, int merges) {
        this.symbols = symbols;
        this.groups = groups;
        this.lengths = new int[BYTES + merges];
        Arrays.fill(lengths, 0, BYTES, 1);
    }

    /** How many slots words take, and where each count's lie. */
    static CountGroups layout(Pieces pieces, TrainingListener listener) throws IOException {
        CountGroups.Builder groups = new CountGroups.Builder();
        Signs signs = new Signs(listener);
        pieces.forEach(
                (text, from, to, count) -> {
                    signs.next();
                    groups.add(count, to - from + 1L);
                });
        return groups.build(1);
    }

    /**
     * @param symbols an int for each slot of {@code groups} and the one before
     * @param merges how many symbols will be made
     */
    static Words of(
            Pieces pieces,
            CountGroups groups,
            MemorySegment symbols,
            int merges,
            TrainingListener listener)
            throws IOException {
        Words words = new Words(symbols, groups, merges);
        words.set(0, NONE);
        long[] next = new long[groups.size()];
        for (int group = 0; group < next.length; group++) {
            next[group] = groups.start(group);
        }
        Signs signs = new Signs(listener);
        pieces.forEach(
                (text, from, to, count) -> {
                    signs.next();
                    int group = groups.ofCount(count);
                    words.place(text, from, to, next[group]);
                    words.bytes += count * (to - from);
                    next[group] += to - from + 1L;
                });
        return words;
    }

    private void place(byte[] text, int from, int to, long at) {
        for (int i = from; i < to; i++) {
            set(at + i - from, text[i] & 0xFF);
        }
        set(at + to - from, NONE);
    }

    /** The symbol in a slot, or {@link #NONE}; slots inside a token hold what they held before. */
    int symbol(long at) {
        return symbols.getAtIndex(ValueLayout.JAVA_INT, at);
    }

    int length(int symbol) {
        return lengths[symbol];
    }

    /** Where the slots end. */
    long end() {
        return groups.end();
    }

    CountGroups groups() {
        return groups;
    }

    /** Bytes of text, every word as often as it occurs. */
    long bytes() {
        return bytes;
    }

    /** A new symbol, as long as both together. */
    int make(int left, int right) {
        lengths[made] = lengths[left] + lengths[right];
        return made++;
    }

    /** Whether {@code left} begins at the position and {@code right} follows. */
    boolean isPairAt(long at, int left, int right) {
        return symbol(at) == left && symbol(at + lengths[left]) == right;
    }

    /** Makes one token of the two at the position. */
    void join(long at, int left, int symbol) {
        set(at + lengths[left], NONE);
        set(at, symbol);
        set(at + lengths[symbol] - 1, symbol);
    }

    private void set(long at, int symbol) {
        symbols.setAtIndex(ValueLayout.JAVA_INT, at, symbol);
    }
}
