package org.athanor.pretrain.training;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.model.LoraConfig;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.athanor.transformer.training.TrainingGuard;

/**
 * How a run trains, everything decided.
 *
 * @param steps optimizer steps
 * @param batch rows a micro-batch
 * @param accumulation micro-batches a step
 * @param sequence inputs of the longest row
 * @param seed of the data's order, and of the first weights where there are none yet
 * @param recompute whether layers run twice instead of keeping what their gradients need
 * @param lora the adapter that learns over frozen weights, or null when all weights learn
 */
public record Recipe(
        long steps,
        int batch,
        int accumulation,
        int sequence,
        long seed,
        ComputeType computeType,
        OptimizerConfig optimizer,
        Schedule schedule,
        boolean recompute,
        LoraConfig lora,
        Guard guard,
        Intervals intervals) {

    /**
     * When the run goes back to a checkpoint.
     *
     * @param rollbacks how often before it fails
     */
    public record Guard(TrainingGuard.Limits limits, int rollbacks) {}

    /**
     * How often a run looks up from its steps. None of it changes what the run makes.
     *
     * @param evaluation steps between measurements on the validation split
     * @param evaluationBatches how many batches of it are measured
     * @param checkpoint steps between checkpoints
     */
    public record Intervals(long evaluation, int evaluationBatches, long checkpoint) {

        private static final long MOST_STEPS = 500;
        private static final int USUAL_BATCHES = 16;

        /** Rows of the validation split that are measured. */
        public long validationRows(int batch) {
            return (long) evaluationBatches * batch;
        }

        /** What the client chose, else ten times a run and every 500 steps at least. */
        public static Intervals of(long steps, Long evaluation, Integer batches, Long checkpoint) {
            long usual = Math.clamp(Math.ceilDiv(steps, 10), 1, MOST_STEPS);
            return new Intervals(
                    evaluation == null ? usual : evaluation,
                    batches == null ? USUAL_BATCHES : batches,
                    checkpoint == null ? usual : checkpoint);
        }
    }

    Recipe withComputeType(ComputeType type) {
        return new Recipe(
                steps,
                batch,
                accumulation,
                sequence,
                seed,
                type,
                optimizer,
                schedule,
                recompute,
                lora,
                guard,
                intervals);
    }

    /**
     * Rows that a device works on at once, at most: a whole micro-batch where a step has one for each of
     * them, else its share of one.
     */
    public int rowsAtOnce(int devices) {
        return accumulation >= devices ? batch : Math.ceilDiv(batch, devices);
    }

    /** Everything here that decides the weights, for the artifact's manifest. */
    public Map<String, Object> configuration() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("steps", steps);
        map.put("batch", batch);
        map.put("accumulation", accumulation);
        map.put("sequence", sequence);
        map.put("seed", seed);
        map.put("computeType", computeType.label());
        map.put("optimizer", optimizerConfiguration());
        if (lora != null) {
            map.put(
                    "lora",
                    Map.of(
                            "rank", lora.rank(),
                            "alpha", lora.alpha(),
                            "targets", lora.targets()));
        }
        map.put("guard", guardConfiguration());
        return map;
    }

    private Map<String, Object> guardConfiguration() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("lossSpike", guard.limits().lossSpike());
        map.put("gradientNorm", guard.limits().gradientNorm());
        map.put("window", guard.limits().window());
        map.put("patience", guard.limits().patience());
        map.put("rollbacks", guard.rollbacks());
        return map;
    }

    private Map<String, Object> optimizerConfiguration() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("learningRate", schedule.peak());
        map.put("schedule", schedule.decay().name().toLowerCase(Locale.ROOT));
        map.put("warmupSteps", schedule.warmupSteps());
        map.put("minimumLearningRate", schedule.peak() * schedule.finalShare());
        map.put("beta1", optimizer.beta1());
        map.put("beta2", optimizer.beta2());
        map.put("epsilon", optimizer.epsilon());
        map.put("weightDecay", optimizer.weightDecay());
        map.put("clip", optimizer.clip());
        if (optimizer.muon()) {
            map.put("name", "muon");
        }
        return map;
    }
}
