package org.athanor.transformer.dataset;

import java.util.Arrays;

/**
 * The rows of a few thousand documents that follow each other: first those that a piece of a long document
 * fills by itself, in the documents' order, then those in which what is left over, and short documents,
 * lie together. Knows lengths alone.
 */
final class PackedBlock {

    /** A piece of a document, in tokens of the split: [start, start + length). */
    record Piece(long document, long start, int length, boolean begins) {}

    private final TokenShard shard;
    private final long first;
    private final int time;
    private final long[] wholeBefore; // rows that documents before the i-th fill by themselves
    private final int[][] shared;

    /** @param first document; so many follow it, as far as there are */
    PackedBlock(TokenShard shard, long first, int documents, int time) {
        this.shard = shard;
        this.first = first;
        this.time = time;
        int size = (int) Math.min(documents, shard.documents() - first);
        this.wholeBefore = new long[size + 1];
        int[] rests = new int[size];
        for (int i = 0; i < size; i++) {
            long length = end(first + i) - shard.documentStart(first + i);
            wholeBefore[i + 1] = wholeBefore[i] + length / time;
            rests[i] = (int) (length % time);
        }
        this.shared = BestFit.pack(rests, time);
    }

    private long end(long document) {
        return document + 1 < shard.documents()
                ? shard.documentStart(document + 1)
                : shard.tokens();
    }

    long rows() {
        return wholeBefore[wholeBefore.length - 1] + shared.length;
    }

    /** What lies in a row, in its order. */
    Piece[] pieces(long row) {
        long whole = wholeBefore[wholeBefore.length - 1];
        if (row >= whole) {
            int[] documents = shared[(int) (row - whole)];
            return Arrays.stream(documents).mapToObj(this::rest).toArray(Piece[]::new);
        }
        int document = documentOf(row);
        long offset = (row - wholeBefore[document]) * time;
        long start = shard.documentStart(first + document) + offset;
        return new Piece[] {new Piece(first + document, start, time, offset == 0)};
    }

    /** The last document before which there are no more rows. */
    private int documentOf(long row) {
        int low = 0;
        int high = wholeBefore.length - 2;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (wholeBefore[middle] <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private Piece rest(int document) {
        long start = shard.documentStart(first + document);
        long end = end(first + document);
        int length = (int) ((end - start) % time);
        return new Piece(first + document, end - length, length, length == end - start);
    }
}
