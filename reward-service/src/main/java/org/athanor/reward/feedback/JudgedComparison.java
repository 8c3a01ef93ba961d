package org.athanor.reward.feedback;

import java.util.List;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.feedback.Choice;

/**
 * A judgement that counts, with what it is about.
 *
 * @param turns the conversation that both completions answer
 * @param firstModel the model that wrote the first completion, or null
 * @param secondModel the model that wrote the second completion, or null
 */
public record JudgedComparison(
        UUID comparison,
        List<Turn> turns,
        String first,
        String second,
        ArtifactId firstModel,
        ArtifactId secondModel,
        String source,
        Choice choice,
        String annotator) {}
