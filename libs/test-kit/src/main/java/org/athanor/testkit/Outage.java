package org.athanor.testkit;

/**
 * A server that is away for the length of a block:
 *
 * <pre>{@code
 * try (Outage outage = Outage.ofBroker()) {
 *     // the broker refuses connections here
 * }
 * // and is back, on the same port with the same data, here
 * }</pre>
 */
public final class Outage implements AutoCloseable {

    private final String restart;

    private Outage(String stop, String restart) {
        this.restart = restart;
        Backend.call(stop);
    }

    public static Outage ofBroker() {
        return new Outage("stopBroker", "startBroker");
    }

    public static Outage ofDatabase() {
        return new Outage("stopDatabase", "startDatabase");
    }

    @Override
    public void close() {
        Backend.call(restart);
    }
}
