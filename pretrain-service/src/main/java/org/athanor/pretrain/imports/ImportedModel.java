package org.athanor.pretrain.imports;

import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * What was made of an uploaded folder.
 *
 * @param artifact the model's id
 * @param modelType as {@code config.json} calls it: llama, mistral, qwen2, qwen3 or gpt2
 * @param contextLength longest sequence in tokens whose results are exact
 * @param files what was taken of the folder
 */
record ImportedModel(
        ArtifactId artifact,
        String modelType,
        long parameters,
        int contextLength,
        List<String> files) {}
