package org.athanor.rlhf.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.athanor.kit.artifact.Artifact;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.ppo.ValueHead;

/**
 * The models of a run: the policy that learns, a frozen copy of it as reference, and a value model
 * that starts as the reward model, since what an answer will earn is what the reward model foresees.
 */
record PpoModels(LanguageModel policy, LanguageModel reference, ScalarModel value)
        implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    static PpoModels load(Engine engine, Artifact start, Artifact rewardModel) throws IOException {
        LanguageModel policy = LanguageModel.load(engine, start.directory());
        LanguageModel reference = null;
        try {
            reference = policy.copy();
            return new PpoModels(policy, reference, value(engine, rewardModel));
        } catch (IOException | RuntimeException e) {
            policy.close();
            if (reference != null) {
                reference.close();
            }
            throw e;
        }
    }

    /** The reward model with its gain and bias worked into the head: values are on the scores' scale. */
    private static ScalarModel value(Engine engine, Artifact rewardModel) throws IOException {
        JsonNode reward = JSON.readTree(rewardModel.file("reward.json").toFile());
        ScalarModel value = ScalarModel.load(engine, rewardModel.directory());
        try {
            ValueHead.rescale(
                    value,
                    reward.required("gain").asDouble(),
                    reward.required("bias").asDouble());
            return value;
        } catch (RuntimeException e) {
            value.close();
            throw e;
        }
    }

    @Override
    public void close() {
        policy.close();
        reference.close();
        value.close();
    }
}
