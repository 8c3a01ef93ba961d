package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;

/**
 * One stream of bytes to read.
 *
 * @param name for people; tells the format when none was given
 */
record OpenableSource(String name, Opener opener) {

    /** Opens the bytes. */
    interface Opener {
        InputStream open() throws IOException;
    }
}
