package org.athanor.transformer.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Watches the steps of a training for signs that it comes apart: a loss far above what it was lately, or a
 * gradient far larger. One strange step is not enough, since a strange batch alone does no harm under
 * clipping; weights that have been harmed give one strange step after the other. Steps that were strange
 * do not count as what is usual, and nothing is judged before the window is full.
 *
 * <p>Decides from the numbers alone, so the same steps give the same verdicts. Not thread-safe.
 */
public final class TrainingGuard {

    /** Nats. A smaller rise of the loss is left to the learning itself, however quiet it was before. */
    static final double LEAST_RISE = 0.5;

    /**
     * When a step is strange.
     *
     * @param lossSpike standard deviations of the window above its mean; 0 never looks at the loss
     * @param gradientNorm multiples of the window's median, for norms that are clipped; 0 never looks at
     *     the gradient
     * @param window ordinary steps that tell what is usual
     * @param patience strange steps in a row that raise the alarm
     */
    public record Limits(double lossSpike, double gradientNorm, int window, int patience) {

        /** Fires when the loss is lost, and in no training that goes well. */
        public static final Limits USUAL = new Limits(6, 20, 64, 3);

        public Limits {
            if (!(lossSpike >= 0) || !(gradientNorm >= 0)) {
                throw new IllegalArgumentException(
                        "lossSpike and gradientNorm are at least 0, were "
                                + lossSpike
                                + " and "
                                + gradientNorm);
            }
            if (window < 2 || window > 10_000 || patience < 1) {
                throw new IllegalArgumentException(
                        "window must be between 2 and 10000 and patience at least 1, were "
                                + window
                                + " and "
                                + patience);
            }
        }
    }

    /**
     * All that a verdict depends on besides the step itself; goes into a checkpoint.
     *
     * @param losses of the ordinary steps of the window, oldest first
     * @param gradientNorms of the same steps
     * @param strange strange steps in a row until now
     */
    public record State(List<Double> losses, List<Double> gradientNorms, int strange) {

        /** Before the first step. */
        public static final State START = new State(List.of(), List.of(), 0);

        public State {
            losses = List.copyOf(losses);
            gradientNorms = List.copyOf(gradientNorms);
            if (losses.size() != gradientNorms.size() || strange < 0) {
                throw new IllegalArgumentException(
                        "a loss belongs to every gradient norm, there were "
                                + losses.size()
                                + " and "
                                + gradientNorms.size()
                                + "; strange steps in a row: "
                                + strange);
            }
        }
    }

    /** What a step looks like. */
    public enum Verdict {
        ORDINARY,
        /** Not seen before; the next steps tell whether it did harm. */
        STRANGE,
        /** Strange for too long: the weights are no good any more. */
        ALARM
    }

    private final Limits limits;
    private final double clip;
    private final Deque<Double> losses;
    private final Deque<Double> gradientNorms;
    private int strange;
    private String reason = "";

    /**
     * @param clip largest gradient norm that an update takes; a smaller one is never strange
     * @param state where to go on
     */
    public TrainingGuard(Limits limits, double clip, State state) {
        this.limits = limits;
        this.clip = clip;
        this.losses = new ArrayDeque<>(state.losses());
        this.gradientNorms = new ArrayDeque<>(state.gradientNorms());
        this.strange = state.strange();
    }

    /**
     * Judges the next step.
     *
     * @param loss of its batch, nats a token, finite
     * @param gradientNorm before clipping, finite
     */
    public Verdict judge(double loss, double gradientNorm) {
        reason = losses.size() < limits.window() ? "" : strangeness(loss, gradientNorm);
        if (reason.isEmpty()) {
            strange = 0;
            remember(losses, loss);
            remember(gradientNorms, gradientNorm);
            return Verdict.ORDINARY;
        }
        strange++;
        return strange < limits.patience() ? Verdict.STRANGE : Verdict.ALARM;
    }

    private String strangeness(double loss, double gradientNorm) {
        double mean = mean(losses);
        double deviation = deviation(losses, mean);
        double rise = loss - mean;
        if (limits.lossSpike() > 0 && rise > Math.max(limits.lossSpike() * deviation, LEAST_RISE)) {
            return String.format(
                    Locale.ROOT,
                    "loss %.4f, where the last %d ordinary steps had %.4f on average with a deviation of %.4f",
                    loss,
                    losses.size(),
                    mean,
                    deviation);
        }
        double median = median(gradientNorms);
        if (limits.gradientNorm() > 0
                && gradientNorm > clip
                && gradientNorm > limits.gradientNorm() * median) {
            return String.format(
                    Locale.ROOT,
                    "gradient norm %.4g, where the last %d ordinary steps had a median of %.4g",
                    gradientNorm,
                    gradientNorms.size(),
                    median);
        }
        return "";
    }

    /** What was strange about the last step, or the empty string. */
    public String reason() {
        return reason;
    }

    /** Whether the last step was an ordinary one. */
    public boolean isCalm() {
        return strange == 0;
    }

    public State state() {
        return new State(List.copyOf(losses), List.copyOf(gradientNorms), strange);
    }

    private void remember(Deque<Double> values, double value) {
        if (values.size() == limits.window()) {
            values.removeFirst();
        }
        values.addLast(value);
    }

    private static double mean(Deque<Double> values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.size();
    }

    private static double deviation(Deque<Double> values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.size() - 1));
    }

    private static double median(Deque<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
