package org.athanor.transformer.tokenizer.training;

/** Tells a listener every so many steps of a long loop that it goes on. */
final class Signs {

    private static final int STEPS = 1 << 16;

    private final TrainingListener listener;
    private int steps;

    Signs(TrainingListener listener) {
        this.listener = listener;
    }

    void next() {
        if (steps++ % STEPS == 0) {
            listener.working();
        }
    }
}
