package org.athanor.reward;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.athanor.transformer.engine.Engine;
import org.jboss.logging.Logger;

/** The service's one engine, opened when it is first needed. */
@ApplicationScoped
public class RewardEngine {

    private static final Logger LOG = Logger.getLogger(RewardEngine.class);

    private Engine engine;

    /** The engine; it stays open as long as the service. */
    public synchronized Engine get() {
        if (engine == null) {
            engine = Engine.open();
            LOG.infof("engine: %s", engine.describe());
        }
        return engine;
    }

    @PreDestroy
    synchronized void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
