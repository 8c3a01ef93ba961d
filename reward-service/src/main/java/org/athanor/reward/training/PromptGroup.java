package org.athanor.reward.training;

import java.util.List;

/**
 * All examples of one prompt: they stay on one side of the split and, as far as they fit, in one
 * batch, because a model that meets a prompt's answers in several batches overfits them within an
 * epoch (arXiv:2203.02155, section 3.5).
 */
record PromptGroup(List<Example> examples) {

    PromptGroup {
        if (examples.isEmpty()) {
            throw new IllegalArgumentException("a prompt without examples");
        }
        examples = List.copyOf(examples);
    }
}
