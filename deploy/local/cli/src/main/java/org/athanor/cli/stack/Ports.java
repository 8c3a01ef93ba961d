package org.athanor.cli.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.athanor.cli.CliException;
import org.athanor.stack.net.LoopbackPort;
import org.athanor.stack.net.PortHolder;

/** A port that somebody else holds is an error with a name, never a service that talks to a stranger. */
final class Ports {

    private Ports() {}

    static void requireFree(StackLayout layout) {
        List<String> occupied = new ArrayList<>();
        wanted(layout)
                .forEach(
                        (port, name) -> {
                            if (!LoopbackPort.isFree(port)) {
                                occupied.add(
                                        "port "
                                                + port
                                                + " of "
                                                + name
                                                + " is held by "
                                                + holder(port));
                            }
                        });
        if (!occupied.isEmpty()) {
            throw new CliException(
                    String.join("\n", occupied)
                            + "\nEnd that process, or set ATHANOR_PORT_OFFSET (for example 1000) to use other ports.");
        }
    }

    private static Map<Integer, String> wanted(StackLayout layout) {
        Map<Integer, String> wanted = new LinkedHashMap<>();
        wanted.put(layout.kafkaPort(), StackLayout.KAFKA);
        wanted.put(layout.kafkaControllerPort(), StackLayout.KAFKA);
        wanted.put(layout.postgresPort(), StackLayout.POSTGRES);
        layout.services().forEach(service -> wanted.put(service.port(), service.name()));
        return wanted;
    }

    private static String holder(int port) {
        Optional<PortHolder> holder = PortHolder.of(port);
        return holder.map(found -> "process " + found.pid() + " (" + found.command() + ")")
                .orElse("a process that this user may not see");
    }
}
