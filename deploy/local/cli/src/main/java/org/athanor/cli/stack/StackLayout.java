package org.athanor.cli.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;

/**
 * Which processes make up the stack, on which ports, with which memory.
 *
 * @param portOffset added to every port, so that two checkouts can run side by side
 */
record StackLayout(Home home, int portOffset) {

    static final String KAFKA = "kafka";
    static final String POSTGRES = "postgres";

    private static final int KAFKA_PORT = 19_092;
    private static final int KAFKA_CONTROLLER_PORT = 19_093;
    private static final int POSTGRES_PORT = 15_432;
    private static final int MAX_OFFSET = 40_000;

    /**
     * A service's process.
     *
     * @param name as the service calls itself
     * @param heapMb the most its Java heap may take; a model's tensors live outside it
     * @param computesInJava whether its long work is Java's own. The others wait for the tensor library,
     *     and the optimising compiler would cost their start, on few cores, more than it ever gives back.
     */
    record ServiceLayout(String name, int port, int heapMb, boolean computesInJava) {}

    StackLayout {
        if (portOffset < 0 || portOffset > MAX_OFFSET) {
            throw new CliException(
                    ExitCode.USAGE,
                    "ATHANOR_PORT_OFFSET must be in 0.." + MAX_OFFSET + ", was " + portOffset);
        }
    }

    static StackLayout of(Home home, Map<String, String> environment) {
        String offset = environment.getOrDefault("ATHANOR_PORT_OFFSET", "0");
        try {
            return new StackLayout(home, Integer.parseInt(offset.isBlank() ? "0" : offset));
        } catch (NumberFormatException e) {
            throw new CliException(
                    ExitCode.USAGE, "ATHANOR_PORT_OFFSET must be a whole number, was " + offset, e);
        }
    }

    List<ServiceLayout> services() {
        return List.of(
                service("tokenizer", 8081, 1024, true),
                service("pretrain", 8082, 512, false),
                service("reward", 8083, 512, false),
                service("rlhf", 8084, 512, false),
                service("inference", 8085, 512, false));
    }

    List<String> names() {
        return Stream.concat(
                        Stream.of(KAFKA, POSTGRES), services().stream().map(ServiceLayout::name))
                .toList();
    }

    int kafkaPort() {
        return KAFKA_PORT + portOffset;
    }

    int kafkaControllerPort() {
        return KAFKA_CONTROLLER_PORT + portOffset;
    }

    int postgresPort() {
        return POSTGRES_PORT + portOffset;
    }

    Path log(String name) {
        return home.logs().resolve(name + ".log");
    }

    Path lock() {
        return home.data().resolve("launcher.lock");
    }

    private ServiceLayout service(String name, int port, int heapMb, boolean computesInJava) {
        return new ServiceLayout(name, port + portOffset, heapMb, computesInJava);
    }
}
