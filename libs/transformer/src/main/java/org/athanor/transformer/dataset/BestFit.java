package org.athanor.transformer.dataset;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packs pieces into rows of one capacity: the longest first, each into the fullest row that has room for it
 * (best-fit decreasing, which takes little more than 11/9 of the rows there must be: Johnson et al. 1974; for
 * training arXiv:2404.10830).
 */
final class BestFit {

    private BestFit() {}

    /**
     * The pieces of each row, by their numbers. The same lengths give the same rows.
     *
     * @param lengths of the pieces; those of 0 are in no row
     * @param capacity as large as the longest at least
     */
    static int[][] pack(int[] lengths, int capacity) {
        List<List<Integer>> rows = new ArrayList<>();
        TreeMap<Integer, ArrayDeque<Integer>> byRoom = new TreeMap<>();
        for (int piece : longestFirst(lengths, capacity)) {
            Map.Entry<Integer, ArrayDeque<Integer>> fullest = byRoom.ceilingEntry(lengths[piece]);
            int room = fullest == null ? capacity : fullest.getKey();
            int row = fullest == null ? rows.size() : fullest.getValue().removeFirst();
            if (fullest == null) {
                rows.add(new ArrayList<>());
            } else if (fullest.getValue().isEmpty()) {
                byRoom.remove(room);
            }
            rows.get(row).add(piece);
            if (room > lengths[piece]) {
                byRoom.computeIfAbsent(room - lengths[piece], none -> new ArrayDeque<>())
                        .addLast(row);
            }
        }
        return rows.stream()
                .map(row -> row.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** Pieces of equal length in their order. */
    private static int[] longestFirst(int[] lengths, int capacity) {
        long[] keys = new long[lengths.length];
        int pieces = 0;
        for (int piece = 0; piece < lengths.length; piece++) {
            if (lengths[piece] > capacity) {
                throw new IllegalArgumentException(
                        "a piece of %d tokens does not fit a row of %d"
                                .formatted(lengths[piece], capacity));
            }
            if (lengths[piece] > 0) {
                keys[pieces++] = (long) (capacity - lengths[piece]) << Integer.SIZE | piece;
            }
        }
        Arrays.sort(keys, 0, pieces);
        return Arrays.stream(keys, 0, pieces).mapToInt(key -> (int) key).toArray();
    }
}
