package org.athanor.kit.topic;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.athanor.contracts.Topic;
import org.athanor.contracts.Topics;
import org.athanor.kit.ServiceIdentity;
import org.eclipse.microprofile.config.Config;

/** What this service owns, and where its channels put what they cannot process. */
@Singleton
class RequiredTopics {

    private static final Pattern DEAD_LETTER =
            Pattern.compile("mp\\.messaging\\.incoming\\.(\\w+)\\.dead-letter-queue\\.topic");

    /** The broker's default replication: one on one machine, as an operator says on many. */
    private static final Optional<Short> REPLICATION = Optional.empty();

    private final ServiceIdentity identity;
    private final Config config;

    RequiredTopics(ServiceIdentity identity, Config config) {
        this.identity = identity;
        this.config = config;
    }

    List<NewTopic> all() {
        return Stream.concat(
                        Topics.ownedBy(identity.service()).stream().map(RequiredTopics::owned),
                        deadLetters().map(name -> topic(name, false)))
                .toList();
    }

    private static NewTopic owned(Topic topic) {
        return topic(topic.name(), topic.compacted());
    }

    private static NewTopic topic(String name, boolean compacted) {
        NewTopic topic = new NewTopic(name, Optional.of(Topic.PARTITIONS), REPLICATION);
        return compacted
                ? topic.configs(
                        Map.of(
                                TopicConfig.CLEANUP_POLICY_CONFIG,
                                TopicConfig.CLEANUP_POLICY_COMPACT))
                : topic;
    }

    private Stream<String> deadLetters() {
        return StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                .map(DEAD_LETTER::matcher)
                .filter(name -> name.matches() && isEnabled(name.group(1)))
                .map(name -> config.getValue(name.group(), String.class))
                .distinct();
    }

    private boolean isEnabled(String channel) {
        return config.getOptionalValue(
                        "mp.messaging.incoming." + channel + ".enabled", Boolean.class)
                .orElse(true);
    }
}
