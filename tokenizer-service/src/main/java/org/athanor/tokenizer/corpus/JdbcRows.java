package org.athanor.tokenizer.corpus;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.jboss.logging.Logger;

/**
 * The rows of one query, fetched some at a time in a transaction that may only read and that is
 * always rolled back. One thread.
 */
final class JdbcRows implements RawDocuments {

    private static final Logger LOG = Logger.getLogger(JdbcRows.class);

    /** Documents that one fetch may hold, however many its rows are. */
    private static final int DOCUMENTS_PER_FETCH = 4;

    /** What PostgreSQL calls a statement that its timeout ended. */
    private static final String QUERY_CANCELED = "57014";

    /** How much longer the network may be silent: the database should say why first. */
    private static final int GRACE_MS = 10_000;

    private final String name;
    private final long maximumBytes;
    private final Connection connection;
    private final ResultSet rows;
    private final Columns columns;
    private final int width;
    private long row;

    private JdbcRows(
            String name, String column, long maximumBytes, Connection connection, ResultSet rows)
            throws SQLException {
        this.name = name;
        this.maximumBytes = maximumBytes;
        this.connection = connection;
        this.rows = rows;
        List<String> names = names(rows.getMetaData());
        this.width = names.size();
        String wanted = column == null ? null : column.toLowerCase(Locale.ROOT);
        this.columns = Columns.choose(names, wanted, name);
    }

    /** Asks the query. */
    static JdbcRows open(
            String name,
            JdbcSource source,
            String column,
            JdbcConfig.Datasource datasource,
            long maximumBytes) {
        Connection connection = connect(source, datasource, maximumBytes);
        try {
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            int timeoutMs = Math.toIntExact(datasource.timeout().toMillis());
            connection.setNetworkTimeout(Runnable::run, timeoutMs + GRACE_MS);
            Statement statement =
                    connection.createStatement(
                            ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
            statement.setFetchSize(datasource.fetchSize());
            statement.setQueryTimeout((int) Math.max(1, datasource.timeout().toSeconds()));
            return new JdbcRows(
                    name, column, maximumBytes, connection, statement.executeQuery(source.query()));
        } catch (SQLException e) {
            closeQuietly(connection, e);
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the query to %s fails: %s".formatted(source.datasource(), firstLine(e)),
                    e);
        } catch (RuntimeException e) {
            closeQuietly(connection, e);
            throw e;
        }
    }

    private static Connection connect(
            JdbcSource source, JdbcConfig.Datasource datasource, long maximumBytes) {
        Properties properties = new Properties();
        datasource.username().ifPresent(user -> properties.setProperty("user", user));
        datasource.password().ifPresent(password -> properties.setProperty("password", password));
        if (datasource.url().startsWith("jdbc:postgresql:")) {
            // The driver then fetches fewer rows when they are long, and refuses what is longer.
            properties.setProperty("adaptiveFetch", "true");
            properties.setProperty(
                    "maxResultBuffer", String.valueOf(DOCUMENTS_PER_FETCH * maximumBytes));
        }
        try {
            return DriverManager.getConnection(datasource.url(), properties);
        } catch (SQLException e) {
            throw new AthanorException(
                    ErrorCode.UNAVAILABLE,
                    "the data source %s cannot be reached: is it away, or wrongly configured?"
                            .formatted(source.datasource()),
                    e);
        }
    }

    @Override
    public RawDocument next() {
        String[] cells = new String[width];
        try {
            if (!rows.next()) {
                return null;
            }
            for (int column : columns.indexes()) {
                cells[column] = rows.getString(column + 1);
            }
        } catch (SQLException e) {
            throw new DamagedSourceException(
                    "%s breaks off after %d rows: %s".formatted(name, row, firstLine(e)), e);
        }
        Provenance provenance = new Provenance(name, row++);
        return new RawRow(provenance, Place.RECORD, columns, column -> checked(cells[column]));
    }

    private String checked(String cell) throws UnusableDocumentException {
        if (cell == null) {
            return "";
        }
        if (cell.length() > maximumBytes) {
            throw new UnusableDocumentException(
                    SetAside.Reason.TOO_LONG,
                    "is longer than the %d bytes of athanor.corpus.max-document-bytes"
                            .formatted(maximumBytes));
        }
        return cell;
    }

    private static List<String> names(ResultSetMetaData table) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= table.getColumnCount(); i++) {
            names.add(table.getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static String firstLine(SQLException e) {
        String message = String.valueOf(e.getMessage());
        if (QUERY_CANCELED.equals(e.getSQLState())) {
            return "it takes too long: ask for less, or raise athanor.corpus.jdbc.<name>.timeout";
        }
        if (message.contains("maxResultBuffer")) {
            return "a row is longer than %d documents: raise athanor.corpus.max-document-bytes"
                    .formatted(DOCUMENTS_PER_FETCH);
        }
        return SourceName.printable(message.lines().findFirst().orElse("no reason given"));
    }

    private static void closeQuietly(Connection connection, Exception because) {
        try {
            connection.close();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        try (connection) {
            rows.close();
            connection.rollback();
        } catch (SQLException e) {
            // What was to be read is read, and there is nothing to keep.
            LOG.debugf(e, "%s was not closed well", name);
        }
    }
}
