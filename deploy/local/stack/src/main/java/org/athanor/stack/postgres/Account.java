package org.athanor.stack.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Under whose account PostgreSQL runs. Its programs refuse uid 0, so root puts a user namespace in front (another uid
 * inside, the files stay root's outside), or, where the kernel allows none, changes to the user nobody.
 */
sealed interface Account {

    /** The command line that runs {@code command} under this account. */
    List<String> command(List<String> command);

    /** Hands a folder to the account before PostgreSQL uses it. */
    void own(Path directory) throws IOException;

    static Account current() throws IOException, InterruptedException {
        if (new UnixSystem().getUid() != 0) {
            return new Self();
        }
        return succeeds("unshare", "-U", "true") ? new UserNamespace() : new Nobody();
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(command);
        return all;
    }

    /** Not root: nothing to change. */
    record Self() implements Account {
        @Override
        public List<String> command(List<String> command) {
            return command;
        }

        @Override
        public void own(Path directory) {}
    }

    /** Root behind a user namespace without a mapping: the kernel shows the overflow uid instead of 0. */
    record UserNamespace() implements Account {
        @Override
        public List<String> command(List<String> command) {
            return prefixed(List.of("unshare", "-U"), command);
        }

        @Override
        public void own(Path directory) {}
    }

    /** Root where user namespaces are forbidden, as in many containers. */
    record Nobody() implements Account {
        private static final int UID = 65_534;

        @Override
        public List<String> command(List<String> command) {
            return prefixed(
                    List.of("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups"),
                    command);
        }

        @Override
        public void own(Path directory) throws IOException {
            requireReachable(directory);
            try (Stream<Path> tree = Files.walk(directory)) {
                tree.forEach(Nobody::give);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private static void give(Path path) {
            try {
                Files.setAttribute(path, "unix:uid", UID, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", UID, java.nio.file.LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void requireReachable(Path directory) throws IOException {
            for (Path parent = directory.getParent(); parent != null; parent = parent.getParent()) {
                int mode = (Integer) Files.getAttribute(parent, "unix:mode");
                if ((mode & 1) == 0) {
                    throw new IOException(
                            "PostgreSQL does not run as root, this kernel allows no user namespaces, and the user"
                                    + " nobody cannot enter "
                                    + parent
                                    + ": run as an ordinary user, or set"
                                    + " ATHANOR_HOME to a folder that everybody can enter");
                }
            }
        }
    }
}
