package org.athanor.stack.kafka;

import java.io.IOException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;

/** A running broker inside this JVM. */
public final class Broker implements AutoCloseable {

    private final BrokerSettings settings;
    private final KafkaRaftServer server;

    private Broker(BrokerSettings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Formats the directory when it is new and starts the broker; returns when clients can connect.
     *
     * @throws IOException the directory cannot be written or holds something that is not a broker's
     */
    public static Broker start(BrokerSettings settings) throws IOException {
        BrokerStorage.format(settings);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(settings.properties(), false), Time.SYSTEM);
        server.startup();
        return new Broker(settings, server);
    }

    public String bootstrapServers() {
        return settings.bootstrapServers();
    }

    void awaitShutdown() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
