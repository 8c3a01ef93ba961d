package org.athanor.reward.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.reward.RewardEngine;
import org.athanor.reward.scoring.AnswerEncoder;
import org.athanor.reward.scoring.Normalisation;
import org.athanor.reward.scoring.RewardCard;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.reward.RewardTrainer;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;

/** Makes a reward model out of a model and a snapshot. */
@ApplicationScoped
class RewardModelMaker {

    private final RewardEngine engine;
    private final PreferenceLoader loader;
    private final RewardCheckpoints checkpoints;
    private final RewardModelPublisher publisher;

    RewardModelMaker(
            RewardEngine engine,
            PreferenceLoader loader,
            RewardCheckpoints checkpoints,
            RewardModelPublisher publisher) {
        this.engine = engine;
        this.loader = loader;
        this.checkpoints = checkpoints;
        this.publisher = publisher;
    }

    /** What came out, and how much went in. */
    record Made(
            ArtifactId artifact,
            RewardCard card,
            long steps,
            long validationPairs,
            long unusable) {}

    Made make(
            RewardModelParameters parameters,
            Artifact model,
            Artifact snapshot,
            RewardCheckpoints.Resume resume,
            RunContext context)
            throws IOException {
        Tokenizer tokenizer = Tokenizer.load(model.directory());
        try (LanguageModel policy = LanguageModel.load(engine.get(), model.directory());
                ScalarModel fresh = ScalarModel.fromLanguageModel(policy, parameters.seed());
                LoraAdapter adapter = adapter(parameters, fresh);
                ScalarModel worn = adapter == null ? null : fresh.adapted(adapter)) {
            ScalarModel reward = worn == null ? fresh : worn;
            int sequence = sequence(parameters, policy);
            PreferenceData data =
                    loader.load(
                            snapshot,
                            new AnswerEncoder(tokenizer, sequence),
                            new PromptSplit(parameters.validationShare()));
            requireBothSides(data, parameters);
            BatchOrder order =
                    new BatchOrder(
                            data.training(),
                            parameters.batch(),
                            parameters.epochs(),
                            parameters.seed());
            train(reward, order, parameters, resume, context);
            Normalisation normalisation =
                    Normalisation.of(
                            reward.score(
                                    new ReferenceSamples(tokenizer, parameters)
                                            .sample(policy, data, context)));
            RewardCard card = card(reward, data, normalisation, sequence, context);
            ArtifactId artifact =
                    publisher.publish(reward, card, parameters, model, snapshot, context);
            return new Made(
                    artifact,
                    card,
                    order.steps(),
                    data.validationExamples().size(),
                    data.unusable());
        }
    }

    /** What learns in the model's place, or null when all weights learn. */
    private static LoraAdapter adapter(RewardModelParameters parameters, ScalarModel model) {
        return parameters.lora() == null
                ? null
                : parameters.lora().adapter(model.engine(), model.config(), parameters.seed());
    }

    private void train(
            ScalarModel reward,
            BatchOrder order,
            RewardModelParameters parameters,
            RewardCheckpoints.Resume resume,
            RunContext context)
            throws IOException {
        OptimizerConfig usual = OptimizerConfig.feedback();
        OptimizerConfig optimizer =
                new OptimizerConfig(
                        usual.beta1(),
                        usual.beta2(),
                        usual.epsilon(),
                        parameters.weightDecay(),
                        parameters.clip());
        // One step more than there are, so that the last one still learns.
        Schedule schedule =
                Schedule.linear(
                        parameters.learningRateFor(reward.config().dModel()),
                        0,
                        order.steps() + 1L);
        try (RewardTrainer trainer = new RewardTrainer(reward, optimizer, schedule)) {
            resume.restore(trainer);
            new PreferenceTraining(
                            trainer,
                            order,
                            parameters.model(),
                            resume.snapshot(),
                            checkpoints,
                            parameters.checkpointEvery(),
                            context)
                    .finish();
        }
    }

    private static RewardCard card(
            ScalarModel reward,
            PreferenceData data,
            Normalisation normalisation,
            int sequence,
            RunContext context) {
        List<Example> training = data.trainingExamples();
        List<Example> validation = data.validationExamples();
        boolean longerWins = PreferenceReport.longerWins(training);
        PreferenceReport seen =
                PreferenceReport.of(training, Margins.of(reward, training, context), longerWins);
        PreferenceReport heldOut =
                PreferenceReport.of(
                        validation, Margins.of(reward, validation, context), longerWins);
        return new RewardCard(
                normalisation.gain(),
                normalisation.bias(),
                sequence,
                training.size(),
                heldOut.accuracy(),
                heldOut.lengthBaselineAccuracy(),
                heldOut.brier(),
                seen.accuracy(),
                new TreeMap<>(heldOut.accuracyByAnnotator()));
    }

    private static int sequence(RewardModelParameters parameters, LanguageModel policy) {
        int context = policy.config().contextLength();
        int wanted = parameters.sequence() == null ? context : parameters.sequence();
        if (wanted > context || parameters.maximumTokens() >= context) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "sequence (%d) must be at most, and maximumTokens (%d) less than, the model's context of %d tokens"
                            .formatted(wanted, parameters.maximumTokens(), context));
        }
        return wanted;
    }

    /** Without a winner on either side there is nothing to learn or nothing to measure. */
    private static void requireBothSides(PreferenceData data, RewardModelParameters parameters) {
        long training = data.trainingExamples().stream().filter(Example::isDecided).count();
        long validation = data.validationExamples().stream().filter(Example::isDecided).count();
        if (training == 0 || validation == 0) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "of %d prompts, %d with %d decided judgements are held out (validationShare %s) and %d with %d are left to learn from; both sides need one: add feedback, or change the share. %d judgements were unusable (equal or too long answers)"
                            .formatted(
                                    data.training().size() + data.validation().size(),
                                    data.validation().size(),
                                    validation,
                                    parameters.validationShare(),
                                    data.training().size(),
                                    training,
                                    data.unusable()));
        }
    }
}
