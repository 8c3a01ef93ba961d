package org.athanor.transformer.gguf;

import java.io.IOException;
import org.athanor.transformer.model.DecoderConfig;

/** What llama.cpp calls a kind of model: the names of its tensors and of its hyperparameters. */
interface Architecture {

    static Architecture of(DecoderConfig config) {
        return switch (config.family()) {
            case LLAMA -> new LlamaArchitecture();
            case GPT2 -> new Gpt2Architecture();
        };
    }

    /** The value of {@code general.architecture}, and the prefix of the hyperparameters' keys. */
    String name();

    /** Puts the hyperparameters that only this architecture has. */
    void describe(DecoderConfig config, Metadata metadata);

    /** Lays out the tensors. */
    void plan(DecoderConfig config, TensorPlans tensors) throws IOException;
}
