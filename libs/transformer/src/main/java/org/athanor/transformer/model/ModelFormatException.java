package org.athanor.transformer.model;

import java.io.IOException;
import java.nio.file.Path;

/** A model's JSON file that is malformed or asks for what this engine is not; names file and field. */
public final class ModelFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    ModelFormatException(Path file, String reason) {
        super(file + ": " + reason);
    }

    ModelFormatException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
