package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.file.Path;

/** A tokenizer file that cannot be used: names the file and what is wrong with it. */
public final class TokenizerFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    TokenizerFormatException(Path file, String reason) {
        super(file.getFileName() + ": " + reason);
    }

    TokenizerFormatException(Path file, String reason, Throwable cause) {
        super(file.getFileName() + ": " + reason, cause);
    }
}
