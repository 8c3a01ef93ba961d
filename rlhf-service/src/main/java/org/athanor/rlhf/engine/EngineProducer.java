package org.athanor.rlhf.engine;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.athanor.transformer.engine.Engine;
import org.jboss.logging.Logger;

/**
 * One tensor engine for the whole service. Device, compute type and threads come from {@code
 * ATHANOR_DEVICE}, {@code ATHANOR_COMPUTE_TYPE} and {@code ATHANOR_THREADS}, else by themselves.
 */
@Singleton
class EngineProducer {

    private static final Logger LOG = Logger.getLogger(EngineProducer.class);

    @Produces
    @Singleton
    Engine open() {
        Engine engine = Engine.open();
        LOG.infof("engine: %s", engine.describe());
        return engine;
    }

    void close(@Disposes Engine engine) {
        engine.close();
    }
}
