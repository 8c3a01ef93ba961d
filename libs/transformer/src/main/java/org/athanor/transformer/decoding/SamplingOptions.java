package org.athanor.transformer.decoding;

import java.util.Set;
import org.athanor.transformer.model.GenerationConfig;

/**
 * How to choose tokens.
 *
 * @param temperature divides the logits; 0 always takes the most probable token
 * @param topK only the k most probable tokens may be chosen; 0 for no such bound
 * @param topP only the fewest most probable tokens that reach this share together; 1 for no such bound
 * @param maxTokens most tokens of an answer
 * @param stopIds tokens after which an answer ends; the answer includes it
 * @param seed the same prompts, seed and options give the same tokens
 */
public record SamplingOptions(
        float temperature, int topK, float topP, int maxTokens, Set<Integer> stopIds, long seed) {

    public SamplingOptions {
        stopIds = Set.copyOf(stopIds);
        if (!(temperature >= 0 && temperature <= 100)) {
            throw new IllegalArgumentException(
                    "temperature must be between 0 and 100, was " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("topK must be >= 0, was " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("topP must be in (0, 1], was " + topP);
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, was " + maxTokens);
        }
    }

    /**
     * What a model asks for, the whole distribution at temperature 1 where it asks for nothing.
     *
     * @param maxTokens of an answer, unless the model says
     */
    public static SamplingOptions of(GenerationConfig wanted, int maxTokens, long seed) {
        float temperature = wanted.temperature() == null ? 1 : wanted.temperature().floatValue();
        return new SamplingOptions(
                Boolean.FALSE.equals(wanted.sample()) ? 0 : temperature,
                wanted.topK() == null ? 0 : wanted.topK(),
                wanted.topP() == null ? 1 : wanted.topP().floatValue(),
                wanted.maxNewTokens() == null ? maxTokens : wanted.maxNewTokens(),
                Set.copyOf(wanted.stopIds()),
                seed);
    }

    /** The whole distribution at temperature 1: what policy optimisation needs. */
    public static SamplingOptions unfiltered(int maxTokens, Set<Integer> stopIds, long seed) {
        return new SamplingOptions(1, 0, 1, maxTokens, stopIds, seed);
    }

    /** Always the most probable token. */
    public static SamplingOptions greedy(int maxTokens, Set<Integer> stopIds) {
        return new SamplingOptions(0, 0, 1, maxTokens, stopIds, 0);
    }
}
