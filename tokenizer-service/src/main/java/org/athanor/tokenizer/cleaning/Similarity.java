package org.athanor.tokenizer.cleaning;

import java.util.Arrays;

/** How much two texts have in common: the Jaccard index of their runs of words. */
final class Similarity {

    private Similarity() {}

    /** The different runs of {@code n} words, in ascending order of their hashes. */
    static long[] shingles(Words words, int n) {
        long[] shingles = words.ngrams(n);
        Arrays.sort(shingles);
        int distinct = 0;
        for (int i = 0; i < shingles.length; i++) {
            if (i == 0 || shingles[i] != shingles[i - 1]) {
                shingles[distinct++] = shingles[i];
            }
        }
        return Arrays.copyOf(shingles, distinct);
    }

    /** Size of the intersection by size of the union; 0 of two empty sets. */
    static double jaccard(long[] first, long[] second) {
        int common = 0;
        int i = 0;
        int j = 0;
        while (i < first.length && j < second.length) {
            if (first[i] == second[j]) {
                common++;
                i++;
                j++;
            } else if (first[i] < second[j]) {
                i++;
            } else {
                j++;
            }
        }
        int union = first.length + second.length - common;
        return union == 0 ? 0 : (double) common / union;
    }
}
