package org.athanor.tokenizer.cleaning;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Signatures by which similar texts find each other (Broder, On the resemblance and containment of
 * documents, 1997): of {@code bands x rows} hash functions over the text's runs of words, the least
 * value of each. Two texts of Jaccard index s agree in one function with probability s, and in all
 * of a band with s^rows; so they share at least one of the bands' keys with 1 - (1 - s^rows)^bands.
 */
final class MinHash {

    /** Fixed: the same documents must be found whoever looks. */
    private static final long SEED = 20_260_101;

    private final int words;
    private final int bands;
    private final int rows;
    private final int[] factors;
    private final int[] terms;

    /** @param words in a run */
    MinHash(int words, int bands, int rows) {
        this.words = words;
        this.bands = bands;
        this.rows = rows;
        SplittableRandom random = new SplittableRandom(SEED);
        this.factors = new int[bands * rows];
        this.terms = new int[bands * rows];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextInt() | 1;
            terms[i] = random.nextInt();
        }
    }

    /** One key a band; none for a text without words. Keys of different bands differ. */
    long[] keys(Words text) {
        long[] ngrams = text.ngrams(words);
        if (ngrams.length == 0) {
            return new long[0];
        }
        int[] least = new int[factors.length];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (long ngram : ngrams) {
            takeLeast(least, (int) (ngram >>> 32));
        }
        long[] keys = new long[bands];
        for (int band = 0; band < bands; band++) {
            long key = band;
            for (int row = 0; row < rows; row++) {
                key = Words.mix(key ^ least[band * rows + row]) + row;
            }
            keys[band] = Words.mix(key);
        }
        return keys;
    }

    /** A loop that the compiler turns into vector instructions: keep it as plain as it is. */
    private void takeLeast(int[] least, int value) {
        for (int i = 0; i < least.length; i++) {
            least[i] = Math.min(least[i], factors[i] * value + terms[i]);
        }
    }
}
