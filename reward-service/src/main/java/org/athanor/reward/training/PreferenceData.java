package org.athanor.reward.training;

import java.util.List;

/**
 * What a reward model learns from and what it is measured on.
 *
 * @param training prompts to learn from
 * @param validation prompts that are held out
 * @param unusable judgements left out: their answers are equal, or too long for the model
 */
record PreferenceData(List<PromptGroup> training, List<PromptGroup> validation, long unusable) {

    PreferenceData {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    List<Example> trainingExamples() {
        return training.stream().flatMap(group -> group.examples().stream()).toList();
    }

    List<Example> validationExamples() {
        return validation.stream().flatMap(group -> group.examples().stream()).toList();
    }
}
