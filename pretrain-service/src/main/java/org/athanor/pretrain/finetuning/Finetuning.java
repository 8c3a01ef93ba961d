package org.athanor.pretrain.finetuning;

import jakarta.enterprise.context.ApplicationScoped;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.model.StoredModel;
import org.athanor.pretrain.training.GuardParameters;
import org.athanor.pretrain.training.OptimizerDefaults;
import org.athanor.pretrain.training.OptimizerParameters;
import org.athanor.pretrain.training.Recipe;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.model.LoraConfig;

/** Turns what a client asked for into what is done, or says why it cannot be. */
@ApplicationScoped
class Finetuning {

    private static final int USUAL_BATCH = 16;
    private static final double USUAL_EPOCHS = 2;
    private static final OptimizerDefaults DEFAULTS =
            new OptimizerDefaults(3e-4, "linear", 0.05, 0, 0.01);

    /** An adapter bears, and wants, a few times the rate of all weights. */
    private static final OptimizerDefaults LORA_DEFAULTS =
            new OptimizerDefaults(1e-3, "linear", 0.05, 0, 0.01);

    private final ArtifactStore store;
    private final Engines engines;

    Finetuning(ArtifactStore store, Engines engines) {
        this.store = store;
        this.engines = engines;
    }

    /** @param limit tokens of an example at most; longer ones are left out */
    record Decided(StoredModel model, TokenDataset dataset, int limit, Recipe recipe) {}

    Decided decide(FinetuneParameters parameters) {
        StoredModel model = StoredModel.open(store, parameters.model());
        TokenDataset dataset = TokenDataset.open(store, parameters.dataset());
        model.requireSameTokenizer(dataset);
        requireAnswers(dataset);
        int context = model.config().contextLength();
        int limit = or(parameters.sequence(), context);
        if (limit > context) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "sequence %d is longer than the model's context of %d tokens"
                            .formatted(limit, context));
        }
        try (TokenShard train = dataset.train()) {
            Examples examples = new Examples(train, limit);
            LoraConfig lora = lora(parameters, model);
            return new Decided(model, dataset, limit, recipe(parameters, lora, dataset, examples));
        }
    }

    /** The adapter that is to learn, or null. */
    private static LoraConfig lora(FinetuneParameters parameters, StoredModel model) {
        if (parameters.lora() == null) {
            return null;
        }
        try {
            LoraConfig lora = parameters.lora().config();
            lora.parameters(model.config()); // refuses what does not go with the model
            return lora;
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, "lora: " + e.getMessage(), e);
        }
    }

    private static void requireAnswers(TokenDataset dataset) {
        if (!dataset.hasMasks()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "dataset %s is running text: fine-tuning needs prompts with completions, or chats"
                            .formatted(dataset.id()));
        }
    }

    private Recipe recipe(
            FinetuneParameters parameters,
            LoraConfig lora,
            TokenDataset dataset,
            Examples examples) {
        int batch = or(parameters.batch(), USUAL_BATCH);
        int accumulation = or(parameters.accumulation(), 1);
        long rows = (long) batch * accumulation;
        if (examples.count() < rows) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "dataset %s is too small for one step: it has %d examples that fit (%d set aside), a step takes %d x %d"
                            .formatted(
                                    dataset.id(),
                                    examples.count(),
                                    examples.setAside(),
                                    batch,
                                    accumulation));
        }
        long steps = steps(parameters, examples.count(), rows);
        OptimizerParameters chosen = or(parameters.optimizer(), OptimizerParameters.USUAL);
        OptimizerDefaults defaults = lora == null ? DEFAULTS : LORA_DEFAULTS;
        return new Recipe(
                steps,
                batch,
                accumulation,
                examples.longest(),
                or(parameters.seed(), 1L),
                engines.computeType(parameters.computeType()),
                defaults.optimizer(chosen),
                defaults.schedule(chosen, steps),
                or(parameters.recompute(), false),
                lora,
                or(parameters.guard(), GuardParameters.USUAL).guard(),
                Recipe.Intervals.of(
                        steps,
                        parameters.evaluateEvery(),
                        parameters.evaluationBatches(),
                        parameters.checkpointEvery()));
    }

    private static long steps(FinetuneParameters parameters, long examples, long rows) {
        if (parameters.steps() != null && parameters.epochs() != null) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST, "name either steps or epochs, there were both");
        }
        double epochs = or(parameters.epochs(), USUAL_EPOCHS);
        return or(parameters.steps(), (long) Math.ceil(epochs * examples / rows));
    }

    private static <T> T or(T value, T usual) {
        return value == null ? usual : value;
    }
}
