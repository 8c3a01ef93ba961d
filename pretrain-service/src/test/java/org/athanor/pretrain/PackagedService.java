package org.athanor.pretrain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.athanor.testkit.Backend;
import org.athanor.testkit.ChildJvm;

/** The service as it is shipped, in a JVM of its own that can be killed. */
final class PackagedService implements AutoCloseable {

    private static final Path APPLICATION = Path.of("target", "quarkus-app");
    private static final Pattern LISTENING =
            Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");

    private final ChildJvm jvm;
    private final String url;

    private PackagedService(ChildJvm jvm, String url) {
        this.jvm = jvm;
        this.url = url;
    }

    /** Starts it on the test backend and returns when it answers. */
    static PackagedService start() throws IOException {
        Map<String, String> environment = new HashMap<>();
        Backend.configuration()
                .forEach((key, value) -> environment.put(environmentName(key), value));
        environment.put("QUARKUS_HTTP_PORT", "0");
        environment.put("ATHANOR_RUN_LEASE", "3S");
        environment.put("ATHANOR_RUN_HEARTBEAT", "0.5S");
        environment.put("ATHANOR_RUN_REPORT_EVERY", "0.1S");
        ChildJvm jvm = ChildJvm.ofQuarkusApplication(APPLICATION, environment, "-Xmx256m");
        jvm.awaitLog("Listening on: ");
        Matcher matcher = LISTENING.matcher(jvm.log());
        if (!matcher.find()) {
            throw new AssertionError("no address in the log:\n" + jvm.log());
        }
        return new PackagedService(jvm, matcher.group(1));
    }

    private static String environmentName(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    String url() {
        return url;
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        jvm.kill();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        jvm.close();
    }
}
