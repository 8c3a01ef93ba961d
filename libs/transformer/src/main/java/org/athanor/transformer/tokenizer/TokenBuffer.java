package org.athanor.transformer.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/** A growing list of token ids that can be used again. One thread. */
public final class TokenBuffer {

    private int[] ids;
    private int size;

    /**
     * @param capacity how many ids fit before it grows
     */
    public TokenBuffer(int capacity) {
        ids = new int[capacity];
    }

    public void add(int id) {
        reserve(1);
        ids[size++] = id;
    }

    void add(int[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, ids, size, more.length);
        size += more.length;
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return ids[Objects.checkIndex(index, size)];
    }

    /** Forgets the ids and keeps their room. */
    public void clear() {
        size = 0;
    }

    /** A copy of the ids. */
    public int[] toArray() {
        return Arrays.copyOf(ids, size);
    }

    private void reserve(int more) {
        if (ids.length - size < more) {
            int doubled = (int) Math.min(Integer.MAX_VALUE - 8L, 2L * ids.length);
            ids = Arrays.copyOf(ids, Math.max(Math.addExact(size, more), doubled));
        }
    }
}
