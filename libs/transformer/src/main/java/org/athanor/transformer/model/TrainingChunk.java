package org.athanor.transformer.model;

/** How many rows of logits a training step has at once; the loss of a large vocabulary comes in chunks. */
public final class TrainingChunk {

    /** 8 MiB of f32, which stays near the cores. */
    private static final int ELEMENTS = 1 << 21;

    private static final int FEWEST_ROWS = 64;

    private TrainingChunk() {}

    public static int rows(int vocabularySize) {
        return Math.max(FEWEST_ROWS, ELEMENTS / vocabularySize);
    }
}
