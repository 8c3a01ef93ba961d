package org.athanor.kit.database;

import java.sql.SQLException;

/** A statement failed. */
public final class DatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseException(SQLException cause) {
        super(cause.getMessage(), cause);
    }
}
