package org.athanor.rlhf.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.json.AthanorJson;
import org.athanor.kit.run.RunContext;
import org.athanor.rlhf.checkpoint.PpoCheckpoints;
import org.athanor.rlhf.evaluation.HeldOutEvaluation;
import org.athanor.rlhf.rollout.Prompts;
import org.athanor.rlhf.rollout.RolloutCollector;
import org.athanor.rlhf.rollout.Seeds;
import org.athanor.rlhf.scoring.RewardScorer;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.ppo.PpoTrainer;

/** A whole run on a model so small that it learns in seconds: one point for every wanted token. */
final class TinyTraining {

    private static final int END = 4;
    private static final int WANTED = 7;
    private static final DecoderConfig CONFIG = DecoderConfig.llama(24, 32, 2, 4, 2, 64, 32, true);

    private static final RewardScorer COUNT =
            sequences ->
                    ensureActive -> sequences.stream().mapToDouble(TinyTraining::wanted).toArray();

    private TinyTraining() {}

    private static double wanted(int[] tokens) {
        return IntStream.of(tokens).filter(token -> token == WANTED).count();
    }

    /**
     * @param weights digest of what has learnt of the policy, at the end
     */
    record Outcome(PpoRun.Result result, String weights) {}

    static void writePrompts(Path dataset) throws IOException {
        Files.createDirectories(dataset);
        for (String split : List.of("train", "validation")) {
            try (TokenShardWriter writer = TokenShardWriter.create(dataset, split, 24, true)) {
                for (int document = 0; document < 20; document++) {
                    writer.append(
                            new int[] {1, 8 + document % 16, 2, 9, END},
                            new boolean[] {false, false, false, true, true});
                }
            }
        }
    }

    static PpoParameters parameters(int iterations, Map<String, Object> changes) {
        Map<String, Object> all = new HashMap<>();
        all.put("policy", "a".repeat(64));
        all.put("rewardModel", "b".repeat(64));
        all.put("prompts", "c".repeat(64));
        all.put("iterations", iterations);
        all.put("rolloutBatch", 32);
        all.put("minibatches", 2);
        all.put("epochs", 2);
        all.put("maximumTokens", 8);
        all.put("learningRate", 4e-3);
        all.put("valueLearningRate", 4e-3);
        all.put("klCoefficient", 0.02);
        all.put("approxKlLimit", 1);
        all.put("missingEndPenalty", 0);
        all.put("valueWarmupIterations", 0);
        all.put("evaluationPrompts", 20);
        all.put("checkpointEvery", 2);
        all.put("seed", 3);
        all.putAll(changes);
        return AthanorJson.mapper().convertValue(all, PpoParameters.class);
    }

    static Outcome train(
            Engine engine, Path dataset, PpoParameters parameters, RunContext context, Path store)
            throws Exception {
        LanguageModel start = LanguageModel.initialise(engine, CONFIG, 11);
        ScalarModel value = ScalarModel.fromLanguageModel(start, 12);
        try (PpoModels models = PpoModels.of(start, value, parameters);
                Prompts training = Prompts.open(dataset, "train", 20);
                Prompts heldOut = Prompts.open(dataset, "validation", 20);
                PpoTrainer trainer = models.trainer(parameters.trainerOptions());
                RolloutCollector collector =
                        new RolloutCollector(
                                models.policy(),
                                END,
                                parameters.maximumTokens(),
                                parameters.temperature())) {
            HeldOutEvaluation evaluation =
                    new HeldOutEvaluation(
                            heldOut.first(parameters.evaluationPrompts()),
                            parameters.rolloutBatch(),
                            parameters.microBatch(),
                            new Seeds(parameters.seed()).evaluation(),
                            collector,
                            COUNT,
                            trainer);
            PpoRun run =
                    new PpoRun(
                            parameters,
                            context,
                            trainer,
                            collector,
                            COUNT,
                            training,
                            evaluation,
                            checkpoints(store, context));
            return new Outcome(run.train(), models.policy().learning().sha256());
        }
    }

    private static PpoCheckpoints checkpoints(Path store, RunContext context) {
        Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
        return new PpoCheckpoints(
                new DirectoryArtifactStore(store, clock),
                context,
                List.of(new ArtifactId("a".repeat(64))));
    }
}
