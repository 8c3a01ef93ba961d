package org.athanor.tokenizer.corpus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which topics of the service's broker corpora may be read from. */
@ConfigMapping(prefix = "athanor.corpus.kafka")
interface KafkaConfig {

    /** Names of topics. None by default. */
    Optional<List<String>> topics();

    /** How long the broker may give nothing where there is something. */
    @WithDefault("PT30S")
    Duration patience();
}
