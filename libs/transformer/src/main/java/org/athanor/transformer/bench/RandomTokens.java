package org.athanor.transformer.bench;

import java.util.Arrays;
import java.util.Random;
import org.athanor.transformer.model.DecoderConfig;

/** Ids that no model can know anything about; what is computed does not depend on them. */
final class RandomTokens {

    private RandomTokens() {}

    /** [rows][length] */
    static int[][] rows(DecoderConfig config, int rows, int length) {
        Random random = new Random(1);
        int[][] ids = new int[rows][];
        Arrays.setAll(ids, i -> random.ints(length, 0, config.vocabularySize()).toArray());
        return ids;
    }
}
