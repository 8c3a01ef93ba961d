package org.athanor.cli.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.athanor.cli.Home;
import org.athanor.stack.net.LoopbackPort;
import org.athanor.stack.net.PortHolder;

/**
 * What runs now.
 *
 * @param running whether a launcher has the stack
 * @param launcher its process id
 */
record StackStatus(boolean running, Optional<Long> launcher, String data, List<Part> components) {

    /** One process: {@code state} is ready, starting or stopped. */
    record Part(String name, State state, int port, Optional<Long> pid, Optional<String> url) {}

    enum State {
        ready,
        starting,
        stopped
    }

    static StackStatus read(Home home) throws IOException {
        StackLayout layout = StackLayout.of(home, System.getenv());
        OptionalLong launcher = LauncherLock.holder(layout.lock());
        HealthProbe health = new HealthProbe();
        List<Part> parts = new ArrayList<>();
        parts.add(part(StackLayout.KAFKA, layout.kafkaPort(), true, Optional.empty()));
        parts.add(part(StackLayout.POSTGRES, layout.postgresPort(), true, Optional.empty()));
        for (StackLayout.ServiceLayout service : layout.services()) {
            Optional<String> url = Optional.of("http://127.0.0.1:" + service.port());
            parts.add(part(service.name(), service.port(), health.isReady(service.port()), url));
        }
        return new StackStatus(
                launcher.isPresent(), boxed(launcher), home.data().toString(), parts);
    }

    boolean allReady() {
        return components.stream().allMatch(part -> part.state() == State.ready);
    }

    private static Part part(String name, int port, boolean healthy, Optional<String> url) {
        if (!LoopbackPort.accepts(port)) {
            return new Part(name, State.stopped, port, Optional.empty(), url);
        }
        Optional<Long> pid = PortHolder.of(port).map(PortHolder::pid);
        return new Part(name, healthy ? State.ready : State.starting, port, pid, url);
    }

    private static Optional<Long> boxed(OptionalLong value) {
        return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
    }
}
