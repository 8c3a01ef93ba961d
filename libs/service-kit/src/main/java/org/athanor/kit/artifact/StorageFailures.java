package org.athanor.kit.artifact;

import java.io.IOException;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Tells a full disk from other failures of storage. */
public final class StorageFailures {

    private static final int DEEPEST = 20;

    private StorageFailures() {}

    /** Whether the disk (or the quota) is full. */
    public static boolean isFull(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof IOException && isFull(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFull(String message) {
        return message != null
                && (message.contains("No space left on device")
                        || message.contains("Disk quota exceeded"));
    }

    /** @param doing for example "publishing the model" */
    static AthanorException of(String doing, IOException failure) {
        return isFull(failure)
                ? new AthanorException(
                        ErrorCode.STORAGE_FULL,
                        "the artifact store is full (" + doing + "): free space, then try again",
                        failure)
                : new AthanorException(
                        ErrorCode.INTERNAL, "the artifact store failed " + doing, failure);
    }
}
