package org.athanor.rlhf.policy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
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
import org.athanor.transformer.ppo.PpoTrainer;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.training.NonFiniteLossException;

/** Runs of kind {@code ppo}: a policy model in, a better one by the reward model's lights out. */
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
        require(parameters.policy(), ArtifactKind.MODEL, "policy");
        require(parameters.rewardModel(), ArtifactKind.REWARD_MODEL, "rewardModel");
        require(parameters.prompts(), ArtifactKind.DATASET, "prompts");
        if (parameters.minibatches() > parameters.rolloutBatch()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "minibatches must be at most rolloutBatch (%d), was %d"
                            .formatted(parameters.rolloutBatch(), parameters.minibatches()));
        }
    }

    private void require(ArtifactId id, ArtifactKind kind, String parameter) {
        Manifest manifest =
                store.find(id)
                        .orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.UNPROCESSABLE,
                                                "%s: there is no artifact %s"
                                                        .formatted(parameter, id)));
        if (manifest.kind() != kind) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "%s: artifact %s is a %s, not a %s"
                            .formatted(parameter, id, manifest.kind(), kind));
        }
    }

    @Override
    public RunOutcome execute(PpoParameters parameters, RunContext context) throws Exception {
        Artifact start = store.open(parameters.policy(), ArtifactKind.MODEL);
        Artifact rewardModel = store.open(parameters.rewardModel(), ArtifactKind.REWARD_MODEL);
        Artifact dataset = store.open(parameters.prompts(), ArtifactKind.DATASET);
        List<ArtifactId> parents = List.of(start.id(), rewardModel.id(), dataset.id());
        Tokenizer tokenizer = Tokenizer.load(start.directory());
        try (PpoModels models = PpoModels.load(engine, start, rewardModel);
                Prompts training = prompts(dataset, "train", parameters, models);
                Prompts heldOut = prompts(dataset, "validation", parameters, models);
                PpoTrainer trainer =
                        new PpoTrainer(
                                models.policy(),
                                models.reference(),
                                models.value(),
                                parameters.trainerOptions());
                RolloutCollector collector =
                        new RolloutCollector(
                                models.policy(),
                                tokenizer.end(),
                                parameters.maximumTokens(),
                                parameters.temperature())) {
            RewardScorer scorer = scoring.scorer(context.runId(), rewardModel.id());
            HeldOutEvaluation evaluation =
                    new HeldOutEvaluation(
                            heldOut.first(parameters.evaluationPrompts()),
                            parameters.rolloutBatch(),
                            new Seeds(parameters.seed()).evaluation(),
                            collector,
                            scorer,
                            trainer);
            PpoRun run =
                    new PpoRun(
                                    parameters,
                                    context,
                                    trainer,
                                    collector,
                                    scorer,
                                    training,
                                    evaluation,
                                    new PpoCheckpoints(store, context, parents));
            PpoRun.Result result = run.train();
            PolicyPublisher publisher = new PolicyPublisher(store, context, parents);
            ArtifactId policy =
                    publisher.publishPolicy(models.policy(), start, configuration(parameters));
            publisher.publishSamples(policy, result.samples(), tokenizer);
            return new RunOutcome(policy, figures(result));
        } catch (NonFiniteLossException e) {
            throw new AthanorException(ErrorCode.UNPROCESSABLE, e.getMessage(), e);
        } finally {
            scoring.forget(context.runId());
        }
    }

    private static Prompts prompts(
            Artifact dataset, String split, PpoParameters parameters, PpoModels models)
            throws IOException {
        int context = models.policy().config().contextLength();
        Prompts prompts =
                Prompts.open(dataset.directory(), split, context - parameters.maximumTokens());
        if (prompts.vocabularySize() > models.policy().config().vocabularySize()) {
            prompts.close();
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the prompts have a vocabulary of %d, the policy one of %d: they were made with another tokenizer"
                            .formatted(
                                    prompts.vocabularySize(),
                                    models.policy().config().vocabularySize()));
        }
        return prompts;
    }

    /** What the run was told; the artifacts it was given are the parents. */
    private Map<String, Object> configuration(PpoParameters parameters) {
        Map<String, Object> configuration =
                json.convertValue(parameters, new TypeReference<LinkedHashMap<String, Object>>() {});
        configuration.keySet().removeAll(List.of("policy", "rewardModel", "prompts"));
        configuration.put("step", kind());
        return configuration;
    }

    private static Map<String, Object> figures(PpoRun.Result result) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("scoreBefore", result.before().score());
        figures.put("scoreAfter", result.after().score());
        figures.put("scoreDeviationBefore", result.before().scoreDeviation());
        figures.put("kl", result.after().kl());
        figures.put("responseLengthBefore", result.before().responseLength());
        figures.put("responseLengthAfter", result.after().responseLength());
        figures.put("endRateBefore", result.before().endRate());
        figures.put("endRateAfter", result.after().endRate());
        figures.put("evaluationPrompts", result.after().answers());
        return figures;
    }
}
