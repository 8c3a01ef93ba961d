package org.athanor.reward.training;

import java.util.List;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.model.ScalarModel;
import org.athanor.transformer.reward.PreferenceBatch;

/** What a reward model says about examples. */
final class Margins {

    /** Examples that are scored together; between two such batches a run can be interrupted. */
    private static final int BATCH = 64;

    private Margins() {}

    /** Score of the first less score of the second, not normalised: [examples]. */
    static double[] of(ScalarModel model, List<Example> examples, RunContext context) {
        double[] margins = new double[examples.size()];
        for (int start = 0; start < margins.length; start += BATCH) {
            context.ensureActive();
            List<Example> some = examples.subList(start, Math.min(margins.length, start + BATCH));
            PreferenceBatch batch = Batches.of(some);
            float[] scores = model.score(batch.sequences());
            for (int i = 0; i < some.size(); i++) {
                margins[start + i] = (double) scores[batch.first()[i]] - scores[batch.second()[i]];
            }
        }
        return margins;
    }
}
