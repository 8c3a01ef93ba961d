package org.athanor.transformer.reward;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * Preferences by a known rule: the sequence with more of one token wins. A share of the answers is
 * the other way round, as people's are.
 */
final class PreferenceOracle {

    static final int VOCABULARY = 12;
    static final int CONTEXT = 16;

    private static final int WANTED = 7;
    private static final int END = 1;

    private final Random random;
    private final double flipped;

    PreferenceOracle(long seed, double flipped) {
        this.random = new Random(seed);
        this.flipped = flipped;
    }

    PreferenceBatch batch(int pairs) {
        int[][] sequences = new int[2 * pairs][];
        int[] first = new int[pairs];
        int[] second = new int[pairs];
        float[] preferred = new float[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            first[pair] = 2 * pair;
            second[pair] = 2 * pair + 1;
            do {
                sequences[first[pair]] = sequence();
                sequences[second[pair]] = sequence();
            } while (wanted(sequences[first[pair]]) == wanted(sequences[second[pair]]));
            boolean firstWins =
                    wanted(sequences[first[pair]]) > wanted(sequences[second[pair]])
                            ^ random.nextDouble() < flipped;
            preferred[pair] = firstWins ? 1 : 0;
        }
        return new PreferenceBatch(sequences, first, second, preferred);
    }

    private int[] sequence() {
        int[] tokens = new int[5 + random.nextInt(6)];
        for (int i = 0; i < tokens.length - 1; i++) {
            tokens[i] = random.nextInt(4) == 0 ? WANTED : 2 + random.nextInt(VOCABULARY - 2);
        }
        tokens[tokens.length - 1] = END;
        return tokens;
    }

    private static long wanted(int[] sequence) {
        return IntStream.of(sequence).filter(token -> token == WANTED).count();
    }
}
