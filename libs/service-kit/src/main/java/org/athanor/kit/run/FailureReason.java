package org.athanor.kit.run;

import org.athanor.kit.artifact.StorageFailures;
import org.athanor.kit.problem.AthanorException;

/** What people read of a failure; the whole of it is in the log. */
final class FailureReason {

    private FailureReason() {}

    static String of(Throwable failure) {
        if (StorageFailures.isFull(failure)) {
            return "the disk is full: free space and start the run again; what was published before"
                    + " is whole";
        }
        return switch (failure) {
            case AthanorException expected -> expected.getMessage();
            case OutOfMemoryError ignored ->
                    "out of memory: choose a smaller model or batch, or give the service more";
            default ->
                    "an unexpected failure (%s); see the service's log under the run id"
                            .formatted(failure.getClass().getSimpleName());
        };
    }
}
