package org.athanor.tokenizer.corpus;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import org.athanor.kit.digest.Sha256;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Queries to the databases that the operator named. */
@ApplicationScoped
class JdbcQueries {

    private static final int HASH_CHARACTERS = 12;

    private final JdbcConfig config;
    private final long maximumDocumentBytes;

    JdbcQueries(JdbcConfig config, CorpusConfig corpora) {
        this.config = config;
        this.maximumDocumentBytes = corpora.maxDocumentBytes().asLongValue();
    }

    /** Refuses what must not be asked, without asking the database. */
    void check(JdbcSource source) {
        if (!config.datasources().containsKey(source.datasource())) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "there is no data source '%s', only %s: the operator names them, as athanor.corpus.jdbc.<name>.url"
                            .formatted(
                                    SourceName.printable(source.datasource()),
                                    new TreeSet<>(config.datasources().keySet())));
        }
        // Drivers split statements at semicolons, and the second one could end the transaction
        // that may only read.
        if (source.query().indexOf(';') >= 0) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "a query is one statement without a semicolon, not even in a literal");
        }
    }

    List<OpenableSource> resolve(JdbcSource source, String column) {
        check(source);
        String name = "jdbc:" + source.datasource() + "#" + hash(source.query());
        return List.of(
                new RecordSource(
                        name,
                        () ->
                                JdbcRows.open(
                                        name,
                                        source,
                                        column,
                                        config.datasources().get(source.datasource()),
                                        maximumDocumentBytes)));
    }

    /** Tells the queries of one data source apart. */
    private static String hash(String query) {
        byte[] digest = Sha256.digest().digest(query.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
    }
}
