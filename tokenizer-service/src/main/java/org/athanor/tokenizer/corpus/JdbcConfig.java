package org.athanor.tokenizer.corpus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The databases that corpora may be read from, by name. None by default. */
@ConfigMapping(prefix = "athanor.corpus.jdbc")
public interface JdbcConfig {

    /** Names that requests use. */
    @WithParentName
    Map<String, Datasource> datasources();

    /** How one is reached. Its user should be able to read what may be read, and nothing else. */
    interface Datasource {

        /** With a driver that is on the class path. */
        String url();

        Optional<String> username();

        Optional<String> password();

        /** Rows that are fetched at a time. */
        @WithDefault("200")
        int fetchSize();

        /** How long the database may take for a query's first row, or be silent. */
        @WithDefault("PT5M")
        Duration timeout();
    }
}
