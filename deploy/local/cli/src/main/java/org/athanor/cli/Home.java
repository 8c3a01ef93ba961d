package org.athanor.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where things are.
 *
 * @param checkout the sources and what was built from them
 * @param data everything that the stack keeps: {@code var} of the checkout, or {@code ATHANOR_HOME}
 */
public record Home(Path checkout, Path data) {

    public Home {
        checkout = checkout.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }

    /** From the system property {@code athanor.checkout}, which the script sets, and the environment. */
    public static Home current() {
        return of(System.getProperty("athanor.checkout", "."), System.getenv());
    }

    static Home of(String checkout, Map<String, String> environment) {
        Path root = Path.of(checkout).toAbsolutePath().normalize();
        if (!Files.exists(root.resolve("deploy/local/cli/pom.xml"))) {
            throw new CliException(
                    root + " is no checkout of Athanor: run the script ./athanor of one");
        }
        String home = environment.getOrDefault("ATHANOR_HOME", "");
        return new Home(root, home.isBlank() ? root.resolve("var") : Path.of(home));
    }

    public Path logs() {
        return data.resolve("log");
    }

    public Path artifacts() {
        return data.resolve("artifacts");
    }
}
