package org.athanor.tokenizer;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.athanor.testkit.KafkaAndPostgres;

/**
 * The real Kafka and PostgreSQL. The broker finds its own classes through the thread's class loader,
 * which must be the one that the broker lives in, not that of the application under test.
 */
public final class Backend implements QuarkusTestResourceLifecycleManager {

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
