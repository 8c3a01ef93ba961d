package org.athanor.stack.kafka;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;

/**
 * One broker that is its own controller, reachable on the loopback interface alone.
 *
 * @param directory holds the log segments and the cluster's identity
 * @param port for clients
 * @param controllerPort for the KRaft quorum of one
 */
public record BrokerSettings(Path directory, int port, int controllerPort) {

    private static final String HOST = "127.0.0.1";

    public BrokerSettings {
        directory = Objects.requireNonNull(directory, "directory").toAbsolutePath().normalize();
        requirePort(port, "port");
        requirePort(controllerPort, "controllerPort");
        if (port == controllerPort) {
            throw new IllegalArgumentException("port and controllerPort are both " + port);
        }
    }

    /** The value of {@code kafka.bootstrap.servers} that reaches this broker. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    Path logDirectory() {
        return directory.resolve("data");
    }

    Properties properties() {
        String listeners =
                "PLAINTEXT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort;
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put("controller.quorum.bootstrap.servers", HOST + ":" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put(
                "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("listeners", listeners);
        properties.put("advertised.listeners", listeners);
        properties.put("log.dirs", logDirectory().toString());
        oneReplica(properties);
        startFast(properties);
        // Each service creates the topics it owns: a misspelt name is an error, not a new topic.
        properties.put("auto.create.topics.enable", "false");
        properties.put("log.cleaner.dedupe.buffer.size", "2097152");
        properties.put("log.index.size.max.bytes", "1048576");
        return properties;
    }

    private static void oneReplica(Properties properties) {
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void startFast(Properties properties) {
        properties.put("group.initial.rebalance.delay.ms", "0");
        // A restarted broker waits until its former self's registration has expired: 12 s by
        // default.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
    }

    private static void requirePort(int port, String name) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(name + " must be in 1..65535, was " + port);
        }
    }
}
