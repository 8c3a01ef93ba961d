package org.athanor.stack.kafka;

import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A broker in its own JVM: arguments are the directory, the port and the controller's port. It says warnings and worse,
 * where SLF4J finds {@code java.util.logging}.
 */
public final class BrokerMain {

    /** Kept, because loggers that nobody holds are forgotten together with their level. */
    private static final Logger ROOT_LOGGER = Logger.getLogger("");

    private BrokerMain() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 3) {
            throw new IllegalArgumentException("expected: directory port controllerPort");
        }
        ROOT_LOGGER.setLevel(Level.WARNING);
        BrokerSettings settings =
                new BrokerSettings(
                        Path.of(arguments[0]),
                        Integer.parseInt(arguments[1]),
                        Integer.parseInt(arguments[2]));
        Broker broker = Broker.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "broker-stop"));
        broker.awaitShutdown();
    }
}
