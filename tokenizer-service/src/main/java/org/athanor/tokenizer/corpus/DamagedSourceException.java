package org.athanor.tokenizer.corpus;

import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * A source that cannot be read to its end: cut off, corrupt, or more than is allowed. Whether that
 * fails the run is the policy's matter.
 */
final class DamagedSourceException extends AthanorException {

    private static final long serialVersionUID = 1L;

    DamagedSourceException(ErrorCode code, String message) {
        super(code, message);
    }

    DamagedSourceException(String message, Throwable cause) {
        super(ErrorCode.UNPROCESSABLE, message, cause);
    }
}
