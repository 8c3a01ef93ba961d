package org.athanor.rlhf.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.ppo.PpoOptions;
import org.athanor.transformer.ppo.PpoTrainer;
import org.athanor.transformer.ppo.ValueHead;

/**
 * The models of a run: the policy that learns, the frozen model it starts from as reference, and a value
 * model that starts as the reward model, since what an answer will earn is what the reward model foresees.
 *
 * @param beneath closes what models that wear adapters do not close themselves
 */
record PpoModels(LanguageModel policy, LanguageModel reference, ScalarModel value, Runnable beneath)
        implements AutoCloseable {

    private static final String NORMALISATION = "reward.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    static PpoModels load(Engine engine, PpoInputs inputs, PpoParameters parameters)
            throws IOException {
        ScalarModel value = value(engine, inputs.rewardModel());
        try {
            LanguageModel start = LanguageModel.load(engine, inputs.start().directory());
            try {
                return of(start, value, parameters);
            } catch (RuntimeException e) {
                start.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            value.close();
            throw e;
        }
    }

    /** Takes over both models. All of a policy learns, or an adapter over the weights of the start. */
    static PpoModels of(LanguageModel start, ScalarModel value, PpoParameters parameters) {
        LoraParameters lora = parameters.lora();
        if (lora == null) {
            return new PpoModels(start, start.copy(), value, () -> {});
        }
        Engine engine = start.engine();
        LoraAdapter ofPolicy = lora.adapter(engine, start.config(), parameters.seed());
        try {
            LoraAdapter ofValue = lora.adapter(engine, value.config(), parameters.seed());
            return new PpoModels(
                    start.adapted(ofPolicy),
                    start,
                    value.adapted(ofValue),
                    () -> {
                        ofPolicy.close();
                        ofValue.close();
                        value.close();
                    });
        } catch (RuntimeException e) {
            ofPolicy.close();
            throw e;
        }
    }

    /** The reward model with its gain and bias worked into the head: values are on the scores' scale. */
    private static ScalarModel value(Engine engine, Artifact rewardModel) throws IOException {
        JsonNode normalisation = JSON.readTree(rewardModel.file(NORMALISATION).toFile());
        double gain = number(normalisation, "gain", rewardModel);
        double bias = number(normalisation, "bias", rewardModel);
        ScalarModel value = ScalarModel.load(engine, rewardModel.directory());
        ValueHead.rescale(value, gain, bias);
        return value;
    }

    private static double number(JsonNode json, String field, Artifact rewardModel) {
        JsonNode value = json.get(field);
        if (value == null || !value.isNumber()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "%s of reward model %s has no number '%s'; train the reward model again"
                            .formatted(NORMALISATION, rewardModel.id(), field));
        }
        return value.asDouble();
    }

    PpoTrainer trainer(PpoOptions options) {
        if (policy.config().vocabularySize() != value.config().vocabularySize()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the policy has a vocabulary of %d, the reward model one of %d: they need one tokenizer"
                            .formatted(
                                    policy.config().vocabularySize(),
                                    value.config().vocabularySize()));
        }
        return new PpoTrainer(policy, reference, value, options);
    }

    LearningRates learningRates(PpoParameters parameters) {
        return parameters.learningRates(policy.config().dModel(), value.config().dModel());
    }

    @Override
    public void close() {
        policy.close();
        reference.close();
        value.close();
        beneath.run();
    }
}
