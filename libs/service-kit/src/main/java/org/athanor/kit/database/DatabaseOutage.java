package org.athanor.kit.database;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;

/** Tells failures that pass (the database is away, restarts, is full up) from those that stay. */
public final class DatabaseOutage {

    /** Connection exceptions, insufficient resources, operator intervention: classes of SQLState. */
    private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53", "57");

    /** Serialization failure and deadlock. */
    private static final Set<String> TRANSIENT_STATES = Set.of("40001", "40P01");

    private static final int DEEPEST = 20;

    private DatabaseOutage() {}

    /** Whether doing the same again later can succeed. */
    public static boolean isCauseOf(Throwable failure) {
        return isCauseOf(failure, DEEPEST);
    }

    private static boolean isCauseOf(Throwable failure, int depth) {
        if (failure == null || depth == 0) {
            return false;
        }
        if (failure instanceof SQLException sql && isTransient(sql)) {
            return true;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (isCauseOf(suppressed, depth - 1)) {
                return true;
            }
        }
        return isCauseOf(failure.getCause(), depth - 1);
    }

    private static boolean isTransient(SQLException failure) {
        String state = failure.getSQLState();
        if (state == null) {
            // Agroal's own failures, such as no connection within the acquisition timeout.
            return failure.getMessage() != null
                    && (failure.getMessage().contains("timeout")
                            || failure.getMessage().contains("connection"));
        }
        return failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLNonTransientConnectionException
                || TRANSIENT_STATES.contains(state)
                || (state.length() == 5 && TRANSIENT_CLASSES.contains(state.substring(0, 2)));
    }
}
