package org.athanor.kit.inbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.athanor.kit.topic.IncomingChannels;

/** How many records each consumer gave up; at zero from the start, so that an alert can be drawn. */
@Singleton
class DeadLetterMeters {

    private final MeterRegistry meters;
    private final IncomingChannels channels;

    DeadLetterMeters(MeterRegistry meters, IncomingChannels channels) {
        this.meters = meters;
        this.channels = channels;
    }

    void register(@Observes StartupEvent started) {
        channels.all().forEach(channel -> counter(channel.topic(), channel.consumer()));
    }

    void count(String topic, String consumer) {
        counter(topic, consumer).increment();
    }

    private Counter counter(String topic, String consumer) {
        return Counter.builder("athanor.dead.letters")
                .description("Records that a consumer could not process and put aside")
                .tag("topic", topic)
                .tag("consumer", consumer)
                .register(meters);
    }
}
