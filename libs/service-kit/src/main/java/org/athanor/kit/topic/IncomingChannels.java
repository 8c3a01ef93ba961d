package org.athanor.kit.topic;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** The channels of the configuration, {@code mp.messaging.incoming.*}. */
@Singleton
public class IncomingChannels {

    private static final String PREFIX = "mp.messaging.incoming.";
    private static final Pattern DEAD_LETTER =
            Pattern.compile("mp\\.messaging\\.incoming\\.(\\w+)\\.dead-letter-queue\\.topic");

    private final Config config;

    IncomingChannels(Config config) {
        this.config = config;
    }

    /** Those that are enabled and have a dead-letter topic. */
    public List<IncomingChannel> all() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(DEAD_LETTER::matcher)
                .filter(name -> name.matches() && isEnabled(name.group(1)))
                .map(
                        name ->
                                IncomingChannel.of(
                                        config.getValue(
                                                PREFIX + name.group(1) + ".topic", String.class),
                                        config.getValue(name.group(), String.class)))
                .distinct()
                .toList();
    }

    private boolean isEnabled(String channel) {
        return config.getOptionalValue(PREFIX + channel + ".enabled", Boolean.class).orElse(true);
    }
}
