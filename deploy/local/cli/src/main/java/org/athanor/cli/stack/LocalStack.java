package org.athanor.cli.stack;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.athanor.cli.CliException;
import org.athanor.cli.Home;
import org.athanor.cli.stack.StackLayout.ServiceLayout;

/**
 * The running stack: Kafka and PostgreSQL, then the services, each under a {@link Supervisor}. {@link #start} also
 * arranges that everything stops in order when this JVM is asked to end (Ctrl-C, {@code down}), so that whoever starts
 * the stack may simply wait.
 */
public final class LocalStack implements AutoCloseable {

    private final StackLayout layout;
    private final Consumer<String> say;
    private final LauncherLock lock;
    private final List<Supervisor> foundation = new ArrayList<>();
    private final List<Supervisor> services = new ArrayList<>();
    private final Object stopping = new Object();
    private boolean closed;

    private LocalStack(StackLayout layout, Consumer<String> say, LauncherLock lock) {
        this.layout = layout;
        this.say = say;
        this.lock = lock;
    }

    /**
     * Starts everything and returns when every service is ready.
     *
     * @param say told what happens now and later, one line at a time
     * @throws CliException another launcher runs, a port is occupied, or a process did not start; nothing is left
     *     running then
     */
    public static LocalStack start(Home home, Consumer<String> say)
            throws IOException, InterruptedException {
        return start(StackLayout.of(home, System.getenv()), say);
    }

    static LocalStack start(StackLayout layout, Consumer<String> say)
            throws IOException, InterruptedException {
        LocalStack stack = new LocalStack(layout, say, acquire(layout));
        Thread onExit = new Thread(stack::stopQuietly, "stack-stop");
        Runtime.getRuntime().addShutdownHook(onExit);
        try {
            stack.startAll();
            return stack;
        } catch (CliException | IOException | InterruptedException e) {
            stack.close();
            throw e;
        }
    }

    /** Whether a launcher, this one or another, has the stack of {@code home} running. */
    public static boolean isRunning(Home home) throws IOException {
        return LauncherLock.holder(StackLayout.of(home, System.getenv()).lock()).isPresent();
    }

    private static LauncherLock acquire(StackLayout layout) throws IOException {
        LauncherLock lock = LauncherLock.tryAcquire(layout.lock());
        if (lock == null) {
            OptionalLong holder = LauncherLock.holder(layout.lock());
            throw new CliException(
                    "the stack of "
                            + layout.home().data()
                            + " runs already"
                            + (holder.isPresent() ? " (process " + holder.getAsLong() + ")" : "")
                            + ": ./athanor status shows it, ./athanor down stops it");
        }
        return lock;
    }

    private void startAll() throws IOException, InterruptedException {
        int leftovers = Leftovers.clear(layout.home().data());
        if (leftovers > 0) {
            say.accept("ended " + leftovers + " processes that a killed launcher had left");
        }
        PostgresComponent database = new PostgresComponent(layout);
        Ports.requireFree(layout);
        superviseAll(foundation, List.of(new KafkaComponent(layout), database));
        HealthProbe health = new HealthProbe();
        superviseAll(
                services,
                layout.services().stream()
                        .map(service -> new ServiceComponent(layout, service, database, health))
                        .toList());
    }

    private void superviseAll(List<Supervisor> group, List<? extends Component> components) {
        synchronized (this) {
            if (closed) {
                throw new CliException("the stack was asked to stop while it started");
            }
            components.forEach(component -> group.add(Supervisor.over(component, say)));
        }
        for (Supervisor supervisor : List.copyOf(group)) {
            awaitReady(supervisor);
        }
    }

    private void awaitReady(Supervisor supervisor) {
        String name = supervisor.component().name();
        try {
            supervisor.ready().join();
            say.accept(name + " is ready");
        } catch (CompletionException e) {
            String tail = new LogTail(layout.log(name)).lastLines(20);
            throw new CliException(
                    e.getCause().getMessage() + "\n" + tail + "(" + layout.log(name) + ")");
        }
    }

    /** The services' addresses by short name, in the order of a model's life. */
    public Map<String, URI> urls() {
        Map<String, URI> urls = new LinkedHashMap<>();
        for (ServiceLayout service : layout.services()) {
            urls.put(service.name(), URI.create("http://127.0.0.1:" + service.port()));
        }
        return urls;
    }

    /** The address of the broker for a Kafka client. */
    public String bootstrapServers() {
        return "127.0.0.1:" + layout.kafkaPort();
    }

    /** Stays until this JVM is asked to end. */
    public void awaitEnd() throws InterruptedException {
        Thread.currentThread().join();
    }

    /** Stops the services, then Kafka, then PostgreSQL. All data is kept. */
    @Override
    public void close() throws IOException, InterruptedException {
        synchronized (this) {
            closed = true; // nothing more is started
        }
        synchronized (stopping) { // a second caller waits for the first
            stopTogether(services);
            for (Supervisor supervisor : foundation) {
                supervisor.stop();
            }
            lock.close();
        }
    }

    private static void stopTogether(List<Supervisor> group) throws InterruptedException {
        List<Thread> stops = new ArrayList<>();
        for (Supervisor supervisor : group) {
            stops.add(Thread.ofPlatform().start(() -> stop(supervisor)));
        }
        for (Thread stop : stops) {
            stop.join();
        }
    }

    private static void stop(Supervisor supervisor) {
        try {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void stopQuietly() {
        try {
            if (!isClosed()) {
                say.accept("stopping; all data is kept");
            }
            close();
        } catch (IOException | InterruptedException e) {
            say.accept("did not stop in order: " + e.getMessage());
        }
    }
}
