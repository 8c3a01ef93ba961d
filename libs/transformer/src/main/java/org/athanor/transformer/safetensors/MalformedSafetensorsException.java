package org.athanor.transformer.safetensors;

import java.io.IOException;

/** A file that is not what its header says; the message names the file and the field. */
public final class MalformedSafetensorsException extends IOException {

    private static final long serialVersionUID = 1L;

    public MalformedSafetensorsException(String message) {
        super(message);
    }
}
