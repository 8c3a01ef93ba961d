package org.athanor.tokenizer.corpus;

import java.io.FilterInputStream;
import java.io.InputStream;

/**
 * Never says that more is at hand: a buffer above asks for one piece at a time then, and does not
 * drop the piece before the damage together with the damage.
 */
final class StepwiseInput extends FilterInputStream {

    StepwiseInput(InputStream in) {
        super(in);
    }

    @Override
    public int available() {
        return 0;
    }
}
