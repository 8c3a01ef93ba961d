package org.athanor.stack.net;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The process that listens on a TCP port, read from {@code /proc}.
 *
 * @param pid its process id
 * @param command the start of its command line
 */
public record PortHolder(long pid, String command) {

    private static final Path PROC = Path.of("/proc");
    private static final String LISTEN = "0A";
    private static final int COMMAND_LENGTH = 120;

    /** Empty when the port is free or its holder belongs to somebody whose processes we may not look at. */
    public static Optional<PortHolder> of(int port) {
        Set<String> sockets = new HashSet<>();
        collectSockets("tcp", port, sockets);
        collectSockets("tcp6", port, sockets);
        return sockets.isEmpty() ? Optional.empty() : findOwner(sockets);
    }

    private static void collectSockets(String table, int port, Set<String> sockets) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        try (var lines = Files.lines(PROC.resolve("net").resolve(table))) {
            lines.skip(1)
                    .map(line -> List.of(line.strip().split("\\s+")))
                    // columns: slot, local address, remote address, state, …, inode (the tenth)
                    .filter(columns -> columns.size() > 9)
                    .filter(
                            columns ->
                                    columns.get(1).endsWith(suffix)
                                            && columns.get(3).equals(LISTEN))
                    .forEach(columns -> sockets.add("socket:[" + columns.get(9) + "]"));
        } catch (IOException e) {
            // No such table (a kernel without IPv6): nobody listens there.
        }
    }

    private static Optional<PortHolder> findOwner(Set<String> sockets) {
        return ProcessHandle.allProcesses()
                .filter(process -> holdsAny(process.pid(), sockets))
                .findFirst()
                .map(process -> new PortHolder(process.pid(), command(process.pid())));
    }

    private static boolean holdsAny(long pid, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors =
                Files.newDirectoryStream(PROC.resolve(pid + "/fd"))) {
            for (Path descriptor : descriptors) {
                if (isOneOf(descriptor, sockets)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // Ended meanwhile, or not ours to read.
        }
        return false;
    }

    private static boolean isOneOf(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static String command(long pid) {
        try {
            String line =
                    Files.readString(PROC.resolve(pid + "/cmdline")).replace('\0', ' ').strip();
            return line.length() <= COMMAND_LENGTH ? line : line.substring(0, COMMAND_LENGTH) + "…";
        } catch (IOException e) {
            return "?";
        }
    }
}
