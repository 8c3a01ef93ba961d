package org.athanor.pretrain.device;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.PeakFlops;
import org.jboss.logging.Logger;

/**
 * The service's engine, one for each compute type, opened when first needed and shared by all runs.
 * Runs take turns: two at once would fight for the same cores and the same memory.
 */
@ApplicationScoped
public class Engines {

    private static final Logger LOG = Logger.getLogger(Engines.class);

    private final EngineOptions options = EngineOptions.fromEnvironment();
    private final Map<ComputeType, Engine> open = new EnumMap<>(ComputeType.class);
    private final Map<ComputeType, Double> peaks = new EnumMap<>(ComputeType.class);
    private final ReentrantLock turn = new ReentrantLock(true);
    private Engine automatic;

    /** What {@code auto}, {@code f32} or {@code bf16} (or null, which is auto) means on this machine. */
    public ComputeType computeType(String wanted) {
        return switch (wanted == null ? "auto" : wanted) {
            case "auto" -> automatic().computeType();
            case "f32" -> ComputeType.F32;
            case "bf16" -> ComputeType.BF16;
            default -> throw new IllegalArgumentException("no compute type is called " + wanted);
        };
    }

    /** The engine that takes what the environment and the machine choose. */
    public synchronized Engine automatic() {
        if (automatic == null) {
            automatic = Engine.open(options);
            open.put(automatic.computeType(), automatic);
            LOG.infof("engine: %s", automatic.describe());
        }
        return automatic;
    }

    private synchronized Engine of(ComputeType type) {
        automatic();
        return open.computeIfAbsent(type, each -> Engine.open(options.withComputeType(each)));
    }

    /**
     * Waits for the engine to be free.
     *
     * @param ensureActive called while waiting; what it throws ends the wait
     */
    public Turn turn(ComputeType type, Runnable ensureActive) throws InterruptedException {
        while (!turn.tryLock(1, TimeUnit.SECONDS)) {
            ensureActive.run();
        }
        try {
            return new Turn(of(type));
        } catch (RuntimeException | Error e) {
            turn.unlock();
            throw e;
        }
    }

    @PreDestroy
    synchronized void close() {
        open.values().forEach(Engine::close);
        open.clear();
        automatic = null;
    }

    /** The engine for one run's use alone, until it is closed by the thread that took it. */
    public final class Turn implements AutoCloseable {

        private final Engine engine;

        private Turn(Engine engine) {
            this.engine = engine;
        }

        public Engine engine() {
            return engine;
        }

        /** The device's peak in matrix products of this type, operations a second; measured once. */
        public double peakFlops() {
            return peaks.computeIfAbsent(
                    engine.computeType(), type -> PeakFlops.measure(engine).perSecond());
        }

        @Override
        public void close() {
            turn.unlock();
        }
    }
}
