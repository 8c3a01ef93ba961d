package org.athanor.testkit;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The Kafka and the PostgreSQL of this test JVM; started at the first call, stopped with the JVM.
 *
 * <p>Quarkus loads test classes several times, in class loaders that it closes again. The servers must live once and
 * outlive them, so this facade finds them in the system class loader.
 */
public final class Backend {

    private static final String SERVERS = "org.athanor.testkit.Servers";

    private Backend() {}

    /**
     * Configuration keys of a service: {@code kafka.bootstrap.servers}, {@code quarkus.datasource.jdbc.url},
     * {@code …username}, {@code …password}, {@code athanor.artifacts.directory} and {@code athanor.data.directory}.
     */
    @SuppressWarnings(
            "unchecked") // the same method of the same class, seen through another class loader
    public static Map<String, String> configuration() {
        return (Map<String, String>) call("configuration");
    }

    public static String bootstrapServers() {
        return configuration().get(Servers.BOOTSTRAP_SERVERS);
    }

    public static String jdbcUrl() {
        return configuration().get(Servers.JDBC_URL);
    }

    public static String user() {
        return configuration().get(Servers.USERNAME);
    }

    public static String password() {
        return configuration().get(Servers.PASSWORD);
    }

    /** The artifact store's folder. */
    public static Path artifacts() {
        return Path.of(configuration().get(Servers.ARTIFACTS));
    }

    /** The broker looks classes up in the thread's context, so that must be the system class loader, too. */
    static Object call(String method) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            Class<?> servers = Class.forName(SERVERS, true, ClassLoader.getSystemClassLoader());
            return servers.getMethod(method).invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the test backend failed to " + method, e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the test-kit is not on the JVM's own class path", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
