package org.athanor.tokenizer.corpus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which buckets may be read, and how they are reached. Credentials come by the SDK's own chain. */
@ConfigMapping(prefix = "athanor.corpus.s3")
interface S3Config {

    /** Buckets, or folders of them as {@code bucket/folder}, that may be read. None by default. */
    Optional<List<String>> allowed();

    /** Of a store that is not Amazon's, for example MinIO. */
    Optional<URI> endpoint();

    @WithDefault("us-east-1")
    String region();

    /** Whether the bucket is in the path and not in the host's name. */
    @WithDefault("false")
    boolean pathStyle();

    /** How long a connection may be silent. */
    @WithDefault("PT30S")
    Duration timeout();
}
