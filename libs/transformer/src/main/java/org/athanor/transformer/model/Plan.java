package org.athanor.transformer.model;

import java.util.Locale;
import org.athanor.transformer.engine.ComputeType;

/**
 * What a model costs, computed from its shape before anything is spent. Bytes are those of tensors; the
 * runtime itself takes a few hundred MiB more.
 *
 * @param parameters all of them, a tied head once
 * @param weightBytes f32 master weights
 * @param gradientBytes f32 gradients
 * @param optimizerBytes two f32 moments a parameter
 * @param activationBytes what a training step keeps for its backward pass, with the copies of the weights
 *     in the compute type, for one micro-batch of {@code batch} sequences
 * @param servingWeightBytes weights in the compute type, as decoding holds them
 * @param cacheBytesPerSequence keys and values of one sequence of {@code time} tokens, in f32 as a CPU
 *     keeps them; a GPU keeps them in the compute type
 * @param forwardFlopsPerToken see {@link Flops}
 * @param trainingFlopsPerToken see {@link Flops}
 */
public record Plan(
        DecoderConfig config,
        int batch,
        int time,
        ComputeType computeType,
        long parameters,
        long weightBytes,
        long gradientBytes,
        long optimizerBytes,
        long activationBytes,
        long servingWeightBytes,
        long cacheBytesPerSequence,
        double forwardFlopsPerToken,
        double trainingFlopsPerToken) {

    /**
     * Plans {@code batch} sequences of {@code time} tokens.
     *
     * @throws IllegalArgumentException when the batch or the time is not positive, or the time is beyond
     *     the context
     */
    public static Plan of(DecoderConfig config, int batch, int time, ComputeType computeType) {
        if (batch < 1 || batch > 1 << 20) {
            throw new IllegalArgumentException("batch must be between 1 and 1048576, was " + batch);
        }
        if (time < 1 || time > config.contextLength()) {
            throw new IllegalArgumentException(
                    "time must be between 1 and the context of "
                            + config.contextLength()
                            + ", was "
                            + time);
        }
        long parameters = config.parameters();
        long cache =
                2L
                        * config.layers()
                        * config.kvHeads()
                        * config.headDim()
                        * time
                        * ComputeType.F32.bytes();
        return new Plan(
                config,
                batch,
                time,
                computeType,
                parameters,
                parameters * Float.BYTES,
                parameters * Float.BYTES,
                2 * parameters * Float.BYTES,
                activations(config, batch, time, computeType, parameters),
                parameters * computeType.bytes(),
                cache,
                Flops.forwardPerToken(config, time),
                Flops.trainingPerToken(config, time));
    }

    private static long activations(
            DecoderConfig c, int batch, int time, ComputeType type, long parameters) {
        long tokens = (long) batch * time;
        long attention = (long) (c.heads() + 2 * c.kvHeads()) * c.headDim();
        long scores = time <= DecoderScript.WHOLE_SCORES ? (long) c.heads() * time : 0;
        // residual and norm of both halves, projections before and after rotation, attention's
        // scores and output, the feed-forward layer before and after its activation
        long perLayer =
                6L * c.dModel()
                        + 2 * attention
                        + scores
                        + (long) c.heads() * c.headDim()
                        + (c.family() == Family.LLAMA ? 4L : 2L) * c.dHidden();
        long kept = tokens * (c.layers() * perLayer + 4L * c.dModel()) * type.bytes();
        long casts = type == ComputeType.F32 ? 0 : parameters * type.bytes();
        return kept + casts;
    }

    /** The same where an adapter of so many parameters learns and the weights are frozen. */
    public Plan withAdapter(long adapterParameters) {
        long bytes = adapterParameters * Float.BYTES;
        return new Plan(
                config,
                batch,
                time,
                computeType,
                parameters,
                weightBytes + bytes,
                bytes,
                2 * bytes,
                activationBytes,
                servingWeightBytes,
                cacheBytesPerSequence,
                forwardFlopsPerToken,
                trainingFlopsPerToken);
    }

    /** Bytes that training needs at the same time, on the only device or the first of several. */
    public long trainingBytes() {
        return weightBytes + gradientBytes + optimizerBytes + activationBytes;
    }

    /**
     * Bytes that a further device needs where several train together: all but the optimizer's state, which
     * the first one keeps.
     */
    public long replicaBytes() {
        return trainingBytes() - optimizerBytes;
    }

    /** Bytes that serving {@code sequences} at once needs. */
    public long servingBytes(int sequences) {
        return servingWeightBytes + sequences * cacheBytesPerSequence;
    }

    /** Whether training fits into {@code availableBytes}. */
    public boolean fitsTraining(long availableBytes) {
        return trainingBytes() <= availableBytes;
    }

    /** Whether serving one sequence fits into {@code availableBytes}. */
    public boolean fitsServing(long availableBytes) {
        return servingBytes(1) <= availableBytes;
    }

    /** Why training does not fit, with the figures and what to change. */
    public String trainingShortage(long availableBytes) {
        return String.format(
                Locale.ROOT,
                "training needs %s (weights %s, gradients %s, optimizer %s, activations %s for %d x %d"
                        + " tokens) and %s are there: choose a smaller model, batch or sequence",
                gib(trainingBytes()),
                gib(weightBytes),
                gib(gradientBytes),
                gib(optimizerBytes),
                gib(activationBytes),
                batch,
                time,
                gib(availableBytes));
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
    }
}
