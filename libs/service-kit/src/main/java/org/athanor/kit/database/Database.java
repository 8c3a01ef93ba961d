package org.athanor.kit.database;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Plain SQL where a lock or a bulk copy says so. Statements join the JTA transaction of the calling
 * thread, if there is one; failures are {@link DatabaseException}s.
 *
 * <p>Arguments: strings, numbers, booleans, {@code UUID}, {@code Instant}, {@code byte[]}, arrays of
 * strings or numbers (for {@code = ANY (?)}), or null.
 */
@ApplicationScoped
public class Database {

    /** Rows of one exchange: a list may have a million. */
    private static final int ROWS_TOGETHER = 1_000;

    private final AgroalDataSource dataSource;

    Database(AgroalDataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Every row, in order. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... arguments) {
        return execute(
                sql,
                arguments,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        List<T> all = new ArrayList<>();
                        while (rows.next()) {
                            all.add(reader.read(rows));
                        }
                        return all;
                    }
                });
    }

    /** The first row, if there is any. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, Object... arguments) {
        return list(sql, reader, arguments).stream().findFirst();
    }

    /** @return how many rows changed */
    public int update(String sql, Object... arguments) {
        return execute(sql, arguments, PreparedStatement::executeUpdate);
    }

    /**
     * The same statement for each row of arguments, many in one exchange with the server.
     *
     * @return how many rows each changed; {@link java.sql.Statement#SUCCESS_NO_INFO} where the driver
     *     cannot say, as PostgreSQL's with {@code reWriteBatchedInserts}
     */
    public int[] updateAll(String sql, Stream<Object[]> rows) {
        Iterator<Object[]> left = rows.iterator();
        if (!left.hasNext()) {
            return new int[0];
        }
        return execute(
                sql,
                new Object[0],
                statement -> {
                    IntStream.Builder changed = IntStream.builder();
                    while (left.hasNext()) {
                        for (int i = 0; i < ROWS_TOGETHER && left.hasNext(); i++) {
                            bind(statement, left.next());
                            statement.addBatch();
                        }
                        IntStream.of(statement.executeBatch()).forEach(changed);
                    }
                    return changed.build().toArray();
                });
    }

    /** A column {@code timestamptz}, or null. */
    public static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    private <T> T execute(String sql, Object[] arguments, Work<T> work) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, arguments);
            return work.on(statement);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }

    private static void bind(PreparedStatement statement, Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            Object argument = arguments[i];
            statement.setObject(
                    i + 1,
                    argument instanceof Instant instant
                            ? instant.atOffset(ZoneOffset.UTC)
                            : argument);
        }
    }
}
