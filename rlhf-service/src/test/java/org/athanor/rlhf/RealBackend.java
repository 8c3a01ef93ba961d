package org.athanor.rlhf;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.athanor.testkit.KafkaAndPostgres;

/**
 * The real Kafka and PostgreSQL, started with the JVM's own class loader in context: the broker looks
 * classes up in it.
 */
public final class RealBackend implements QuarkusTestResourceLifecycleManager {

    private final KafkaAndPostgres backend = new KafkaAndPostgres();

    @Override
    public Map<String, String> start() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return backend.start();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public void stop() {
        backend.stop();
    }
}
