package org.athanor.transformer.gguf;

import java.io.IOException;
import org.athanor.transformer.model.DecoderConfig;

/** What llama.cpp calls a kind of model: the names of its tensors and of its hyperparameters. */
interface Architecture {

    static Architecture of(DecoderConfig config) {
        return switch (config.modelType()) {
            case LLAMA, MISTRAL -> LlamaArchitecture.ofNeighbours();
            case QWEN2 -> LlamaArchitecture.ofHalves("qwen2");
            case QWEN3 -> LlamaArchitecture.ofHalves("qwen3");
            case GPT2 -> new Gpt2Architecture();
        };
    }

    /** The value of {@code general.architecture}, and the prefix of the hyperparameters' keys. */
    String name();

    /** Puts the hyperparameters that only this architecture has. */
    void describe(DecoderConfig config, Metadata metadata);

    /**
     * Lays out the tensors.
     *
     * @throws IOException when one is missing or not what it must be, or llama.cpp has no place for it
     */
    void plan(DecoderConfig config, TensorPlans tensors) throws IOException;
}
