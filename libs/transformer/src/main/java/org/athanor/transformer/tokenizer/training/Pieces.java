package org.athanor.transformer.tokenizer.training;

import java.io.IOException;

/** Pieces of text with how often they occur; can be gone through more than once. */
interface Pieces {

    /** Takes one piece. */
    interface Visitor {
        void visit(byte[] text, int from, int to, long count) throws IOException;
    }

    void forEach(Visitor visitor) throws IOException;
}
