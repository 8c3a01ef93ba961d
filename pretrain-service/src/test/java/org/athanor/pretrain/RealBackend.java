package org.athanor.pretrain;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.athanor.testkit.KafkaAndPostgres;

/**
 * The real Kafka and PostgreSQL, started with the JVM's own class loader in context: the broker
 * looks classes up in it, and Quarkus' has others of the same name.
 */
public final class RealBackend implements QuarkusTestResourceLifecycleManager {

    private final KafkaAndPostgres backend = new KafkaAndPostgres();

    @Override
    public Map<String, String> start() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return backend.start();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void stop() {
        backend.stop();
    }
}
