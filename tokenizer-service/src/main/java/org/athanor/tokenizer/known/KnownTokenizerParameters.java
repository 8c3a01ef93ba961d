package org.athanor.tokenizer.known;

import jakarta.validation.constraints.Size;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * Which tokenizer becomes an artifact: exactly one of the two is given.
 *
 * @param name of a vocabulary that everybody knows, such as {@code cl100k_base}
 * @param model a model artifact, whose tokenizer it is
 */
public record KnownTokenizerParameters(@Size(max = 100) String name, ArtifactId model) {}
