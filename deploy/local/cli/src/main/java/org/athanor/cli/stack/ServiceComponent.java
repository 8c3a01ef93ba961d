package org.athanor.cli.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.stack.StackLayout.ServiceLayout;
import org.athanor.stack.postgres.PostgresServer;
import org.athanor.stack.process.ChildMain;

/** A service's packaged application, configured by its environment. */
record ServiceComponent(
        StackLayout layout, ServiceLayout service, PostgresComponent database, HealthProbe health)
        implements Component {

    private static final String MAIN = "io.quarkus.bootstrap.runner.QuarkusEntryPoint";

    /** A training step may end and its lease be given back first. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public int port() {
        return service.port();
    }

    Path application() {
        return layout.home()
                .checkout()
                .resolve(name() + "-service/target/quarkus-app/quarkus-run.jar");
    }

    @Override
    public Running launch() throws IOException {
        if (!Files.exists(application())) {
            throw new CliException(
                    application()
                            + " is missing: ./athanor builds it, or mvn package -pl "
                            + name()
                            + "-service -am");
        }
        ChildJvm.Program program =
                new ChildJvm.Program(
                        application() + ":" + launcherJar(),
                        options(),
                        MAIN,
                        List.of(),
                        environment(),
                        () -> health.isReady(port()),
                        STOP_PATIENCE);
        return ChildJvm.start(program, layout.home().data(), layout.log(name()));
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + service.heapMb() + "m");
        options.add("-XX:+UseSerialGC"); // small heaps, and the cores are the kernels'
        if (!service.computesInJava()) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        String given =
                System.getenv("ATHANOR_" + name().toUpperCase(Locale.ROOT) + "_JAVA_OPTIONS");
        if (given != null && !given.isBlank()) {
            options.addAll(Arrays.asList(given.strip().split("\\s+")));
        }
        return options;
    }

    private Map<String, String> environment() {
        PostgresServer postgres = database.server();
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port()));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + layout.kafkaPort());
        environment.put("ATHANOR_DATA_DIRECTORY", layout.home().data().toString());
        environment.put("ATHANOR_ARTIFACTS_DIRECTORY", layout.home().artifacts().toString());
        NativeEnvironment.addTo(environment);
        return environment;
    }

    /** Where {@link ChildMain} was loaded from. */
    private static Path launcherJar() {
        return Path.of(
                ChildMain.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
