package org.athanor.reward.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The batches of all epochs: prompts in an order that follows from seed and epoch, put together
 * until a batch is full. A prompt with more examples than a batch takes is cut into several.
 */
final class BatchOrder {

    private static final long EPOCH_STRIDE =
            0x9E3779B97F4A7C15L; // epochs of near seeds do not meet

    private final List<List<Example>> batches = new ArrayList<>();

    BatchOrder(List<PromptGroup> prompts, int batch, int epochs, long seed) {
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<PromptGroup> shuffled = new ArrayList<>(prompts);
            Collections.shuffle(shuffled, new Random(seed + epoch * EPOCH_STRIDE));
            fill(shuffled, batch);
        }
    }

    int steps() {
        return batches.size();
    }

    /** @param step from 0 */
    List<Example> batch(long step) {
        return batches.get(Math.toIntExact(step));
    }

    private void fill(List<PromptGroup> prompts, int batch) {
        List<Example> open = new ArrayList<>();
        for (PromptGroup prompt : prompts) {
            if (!open.isEmpty() && open.size() + prompt.examples().size() > batch) {
                batches.add(open);
                open = new ArrayList<>();
            }
            List<Example> rest = prompt.examples();
            while (rest.size() > batch) {
                batches.add(rest.subList(0, batch));
                rest = rest.subList(batch, rest.size());
            }
            open.addAll(rest);
        }
        if (!open.isEmpty()) {
            batches.add(open);
        }
    }
}
