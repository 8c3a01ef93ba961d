package org.athanor.pretrain.training;

/** The weights are no good any more; the message says what gave it away. */
final class DivergedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final long step;

    /** @param step after which, or in which, it was noticed */
    DivergedException(long step, String what) {
        super(what);
        this.step = step;
    }

    long step() {
        return step;
    }
}
