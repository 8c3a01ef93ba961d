package org.athanor.rlhf.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.rlhf.checkpoint.PolicyPublisher;
import org.athanor.rlhf.checkpoint.PpoCheckpoints;
import org.athanor.rlhf.evaluation.HeldOutEvaluation;
import org.athanor.rlhf.rollout.Prompts;
import org.athanor.rlhf.rollout.RolloutCollector;
import org.athanor.rlhf.rollout.Seeds;
import org.athanor.rlhf.scoring.RewardScorer;
import org.athanor.rlhf.scoring.RewardScoring;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.MachineTurn;
import org.athanor.transformer.ppo.PpoTrainer;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.training.NonFiniteLossException;

/** Runs of kind {@code ppo}: a policy goes in, one that the reward model likes better comes out. */
@ApplicationScoped
class PpoHandler implements RunHandler<PpoParameters> {

    private final ArtifactStore store;
    private final RewardScoring scoring;
    private final Engine engine;
    private final ObjectMapper json;

    PpoHandler(ArtifactStore store, RewardScoring scoring, Engine engine, ObjectMapper json) {
        this.store = store;
        this.scoring = scoring;
        this.engine = engine;
        this.json = json;
    }

    @Override
    public String kind() {
        return "ppo";
    }

    @Override
    public Class<PpoParameters> parametersType() {
        return PpoParameters.class;
    }

    @Override
    public void validate(PpoParameters parameters) {
        PpoInputs.check(store, parameters);
        if (parameters.minibatches() > parameters.rolloutBatch()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "minibatches must be at most rolloutBatch (%d), was %d"
                            .formatted(parameters.rolloutBatch(), parameters.minibatches()));
        }
    }

    @Override
    public RunOutcome execute(PpoParameters parameters, RunContext context) throws Exception {
        PpoInputs inputs = PpoInputs.open(store, parameters);
        Tokenizer tokenizer = Tokenizer.load(inputs.start().directory());
        // Scorers ask for no turn: a run that holds it while it waits for scores blocks nobody's.
        try (MachineTurn.Held turn =
                        MachineTurn.of(engine)
                                .take(
                                        "rlhf-service, run " + context.runId(),
                                        context::ensureActive,
                                        context::notice);
                PpoModels models = PpoModels.load(engine, inputs, parameters)) {
            PpoRun.Result result = train(parameters, context, inputs, models, tokenizer.end());
            PolicyPublisher publisher = new PolicyPublisher(store, context, inputs.parents());
            ArtifactId policy =
                    publisher.publishPolicy(
                            models.policy(), inputs.start(), configuration(parameters, models));
            publisher.publishSamples(policy, result.samples(), tokenizer);
            return new RunOutcome(policy, result.figures());
        } catch (NonFiniteLossException e) {
            throw new AthanorException(ErrorCode.UNPROCESSABLE, e.getMessage(), e);
        } finally {
            scoring.forget(context.runId());
        }
    }

    private PpoRun.Result train(
            PpoParameters parameters,
            RunContext context,
            PpoInputs inputs,
            PpoModels models,
            int end)
            throws Exception {
        try (Prompts training = prompts(inputs, "train", parameters, models);
                Prompts heldOut = prompts(inputs, "validation", parameters, models);
                PpoTrainer trainer = models.trainer(parameters.trainerOptions());
                RolloutCollector collector =
                        new RolloutCollector(
                                models.policy(),
                                end,
                                parameters.maximumTokens(),
                                parameters.temperature())) {
            RewardScorer scorer = scoring.scorer(context.runId(), inputs.rewardModel().id());
            HeldOutEvaluation evaluation =
                    new HeldOutEvaluation(
                            heldOut.first(parameters.evaluationPrompts()),
                            parameters.rolloutBatch(),
                            parameters.microBatch(),
                            new Seeds(parameters.seed()).evaluation(),
                            collector,
                            scorer,
                            trainer);
            return new PpoRun(
                            parameters,
                            context,
                            trainer,
                            collector,
                            scorer,
                            training,
                            evaluation,
                            new PpoCheckpoints(store, context, inputs.parents()))
                    .train();
        }
    }

    private static Prompts prompts(
            PpoInputs inputs, String split, PpoParameters parameters, PpoModels models)
            throws IOException {
        int longest = models.policy().config().contextLength() - parameters.maximumTokens();
        Prompts prompts = Prompts.open(inputs.prompts().directory(), split, longest);
        int vocabularySize = models.policy().config().vocabularySize();
        if (prompts.vocabularySize() > vocabularySize) {
            prompts.close();
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the prompts have a vocabulary of %d, the policy one of %d: they were made with another tokenizer"
                            .formatted(prompts.vocabularySize(), vocabularySize));
        }
        return prompts;
    }

    /** What the run was told; the artifacts it was given are the parents. */
    private Map<String, Object> configuration(PpoParameters parameters, PpoModels models) {
        Map<String, Object> configuration =
                json.convertValue(
                        parameters, new TypeReference<LinkedHashMap<String, Object>>() {});
        configuration.keySet().removeAll(List.of("policy", "rewardModel", "prompts"));
        if (parameters.lora() == null) {
            configuration.remove("lora");
        }
        LearningRates rates = models.learningRates(parameters);
        configuration.put("learningRate", rates.policy());
        configuration.put("valueLearningRate", rates.value());
        configuration.put("step", kind());
        return configuration;
    }
}
