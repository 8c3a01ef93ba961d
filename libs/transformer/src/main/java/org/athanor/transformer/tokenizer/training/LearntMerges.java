package org.athanor.transformer.tokenizer.training;

import java.util.List;
import org.athanor.transformer.tokenizer.Merge;

/**
 * What a training learnt.
 *
 * @param merges in their order; fewer than were wanted when the text supports no more
 * @param bytes of the text that was counted
 * @param tokens that the text has with these merges
 * @param spilled whether counts went to disk on the way
 */
public record LearntMerges(List<Merge> merges, long bytes, long tokens, boolean spilled) {

    public LearntMerges {
        merges = List.copyOf(merges);
    }
}
