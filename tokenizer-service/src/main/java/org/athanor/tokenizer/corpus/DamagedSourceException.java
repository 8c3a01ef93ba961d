package org.athanor.tokenizer.corpus;

import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
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

    /** For the one who asked; what is larger than allowed says already which bound to raise. */
    AthanorException withRemedy() {
        return code() == ErrorCode.TOO_LARGE
                ? this
                : new AthanorException(
                        code(),
                        getMessage()
                                + " (get it anew, or let damagedSources be skip to keep what lies before)",
                        this);
    }

    /**
     * A stream that stops or is wrong.
     *
     * @param packing how it was packed, or null
     * @param bytes that it gave before
     */
    static DamagedSourceException after(
            String name, String packing, long bytes, IOException cause) {
        return new DamagedSourceException(
                "%s is %s that %s, after %d unpacked bytes"
                        .formatted(name, packing == null ? "a stream" : packing, how(cause), bytes),
                cause);
    }

    /** In words; unpackers have no exception of their own for an end that comes too early. */
    static String how(Exception cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        boolean early = cause instanceof EOFException || message.contains("truncated");
        return early ? "ends too early" : "is damaged";
    }
}
