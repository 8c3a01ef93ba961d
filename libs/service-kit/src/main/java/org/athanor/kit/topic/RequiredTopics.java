package org.athanor.kit.topic;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.athanor.contracts.Topic;
import org.athanor.contracts.Topics;
import org.athanor.kit.ServiceIdentity;

/** What this service owns, and where its channels put what they cannot process. */
@Singleton
class RequiredTopics {

    /** The broker's default replication: one on one machine, as an operator says on many. */
    private static final Optional<Short> REPLICATION = Optional.empty();

    private final ServiceIdentity identity;
    private final IncomingChannels channels;

    RequiredTopics(ServiceIdentity identity, IncomingChannels channels) {
        this.identity = identity;
        this.channels = channels;
    }

    List<NewTopic> all() {
        Stream<NewTopic> owned =
                Topics.ownedBy(identity.service()).stream()
                        .map(topic -> topic(topic.name(), topic.compacted()));
        Stream<NewTopic> deadLetters =
                channels.all().stream().map(channel -> topic(channel.deadLetterTopic(), false));
        return Stream.concat(owned, deadLetters).toList();
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
}
