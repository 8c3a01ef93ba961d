package org.athanor.tokenizer.corpus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which artifacts' sources may be read, and where they are looked for. */
@ConfigMapping(prefix = "athanor.corpus.maven")
interface MavenConfig {

    /**
     * Group ids that may be read: {@code org.example}, or with those below it {@code org.example.*},
     * or {@code *}. None by default.
     */
    Optional<List<String>> groups();

    /** Read first, and where downloads are kept. */
    @WithDefault("${user.home}/.m2/repository")
    Path localRepository();

    /** Mirrors, proxies and credentials, as Maven itself has them. */
    @WithDefault("${user.home}/.m2/settings.xml")
    Path settings();

    /** Asked in this order for what the local repository lacks; empty to ask none. */
    @WithDefault("https://repo.maven.apache.org/maven2")
    Optional<List<URI>> repositories();

    /** How long a repository may be silent. */
    @WithDefault("PT30S")
    Duration timeout();
}
