package org.athanor.transformer.gguf;

import java.io.IOException;

/** A file that is not what it says; the message names the file and the field. */
public final class MalformedGgufException extends IOException {

    private static final long serialVersionUID = 1L;

    public MalformedGgufException(String message) {
        super(message);
    }
}
