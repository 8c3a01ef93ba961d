package org.athanor.transformer.tokenizer.training;

/** The symbols on one side of the token that a merge makes, how often each and in how many places. */
final class Neighbours {

    private static final int COUNT = 0;
    private static final int POSITIONS = 1;

    /** Start + 1 of the list, 0 while there is none. */
    private static final int LIST = 2;

    private static final int MET = 3;

    /** A symbol's four numbers share a line of the cache: they are looked up at random. */
    private static final int STRIDE = 4;

    private final long[] fields;
    private final int[] symbols;
    private int size;

    /**
     * @param symbols one more than the largest
     */
    Neighbours(int symbols) {
        this.fields = new long[STRIDE * symbols];
        this.symbols = new int[symbols];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            int at = STRIDE * symbols[i];
            fields[at + COUNT] = 0;
            fields[at + POSITIONS] = 0;
            fields[at + LIST] = 0;
            fields[at + MET] = 0;
        }
        size = 0;
    }

    void add(int symbol, long times) {
        int at = STRIDE * symbol;
        if (fields[at + MET] == 0) {
            fields[at + MET] = 1;
            symbols[size++] = symbol;
        }
        fields[at + COUNT] += times;
        fields[at + POSITIONS]++;
    }

    /** A neighbour that was added became part of a token itself. */
    void takeBack(int symbol, long times) {
        fields[STRIDE * symbol + COUNT] -= times;
        fields[STRIDE * symbol + POSITIONS]--;
    }

    /** How many symbols were met since the last {@link #clear}. */
    int size() {
        return size;
    }

    int symbol(int index) {
        return symbols[index];
    }

    long count(int symbol) {
        return fields[STRIDE * symbol + COUNT];
    }

    long positions(int symbol) {
        return fields[STRIDE * symbol + POSITIONS];
    }

    /** Where the positions of the pair with this symbol go. */
    void setList(int symbol, long start) {
        fields[STRIDE * symbol + LIST] = start + 1;
    }

    boolean hasList(int symbol) {
        return fields[STRIDE * symbol + LIST] != 0;
    }

    /** The next place in the symbol's list. */
    long nextInList(int symbol) {
        return fields[STRIDE * symbol + LIST]++ - 1;
    }
}
