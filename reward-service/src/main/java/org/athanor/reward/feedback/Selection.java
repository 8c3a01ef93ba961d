package org.athanor.reward.feedback;

import java.util.List;

/**
 * Which judgements count.
 *
 * @param annotators whose; everybody's when it is empty
 * @param sources on comparisons from where; from everywhere when it is empty
 */
public record Selection(List<String> annotators, List<String> sources) {

    public Selection {
        annotators = List.copyOf(annotators);
        sources = List.copyOf(sources);
    }

    @Override
    public String toString() {
        return (annotators.isEmpty() ? "" : " of the annotators " + annotators)
                + (sources.isEmpty() ? "" : " from the sources " + sources);
    }
}
