package org.athanor.transformer.model;

import java.util.Locale;
import org.athanor.transformer.engine.ComputeType;

/**
 * What a model costs, computed from its shape before anything is spent. Training's bytes are those of a
 * step's peak, held against measurements of several shapes ({@code docs/benchmarks.md}); the runtime
 * itself, without a model, takes a few hundred MiB more.
 *
 * @param batch sequences of a micro-batch
 * @param time tokens of a sequence
 * @param recompute whether layers run twice instead of keeping what their gradients need
 * @param adapterParameters of an adapter that learns over frozen weights; 0 where all weights learn
 * @param documents whether rows hold documents that do not see each other, which takes a mask
 */
public record Plan(
        DecoderConfig config,
        int batch,
        int time,
        ComputeType computeType,
        boolean recompute,
        long adapterParameters,
        boolean documents) {

    /** Tensors as large as a chunk of logits that the loss needs at once. */
    private static final int CHUNKS = 4;

    /** What a layer's backward pass needs beside what its forward pass kept, in units of that; measured. */
    private static final double BACKWARD = 1.75;

    /** The same in f32, whose kernels fuse less. */
    private static final double BACKWARD_F32 = 2.5;

    /** Buffers through which weights come and go, which stay with the process. */
    private static final long MOST_BUFFERS = 128L << 20;

    public Plan {
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
        if (adapterParameters < 0) {
            throw new IllegalArgumentException(
                    "adapterParameters must not be negative, was " + adapterParameters);
        }
    }

    /**
     * Plans {@code batch} sequences of {@code time} tokens.
     *
     * @throws IllegalArgumentException when the batch or the time is not positive, or the time is beyond
     *     the context
     */
    public static Plan of(DecoderConfig config, int batch, int time, ComputeType computeType) {
        return new Plan(config, batch, time, computeType, false, 0, false);
    }

    /** The same where an adapter of so many parameters learns and the weights are frozen. */
    public Plan withAdapter(long parameters) {
        return new Plan(config, batch, time, computeType, recompute, parameters, documents);
    }

    /** The same with gradient checkpointing, or without. */
    public Plan withRecompute(boolean twice) {
        return new Plan(config, batch, time, computeType, twice, adapterParameters, documents);
    }

    /** The same where rows hold documents that do not see each other. */
    public Plan withDocuments(boolean packed) {
        return new Plan(config, batch, time, computeType, recompute, adapterParameters, packed);
    }

    /** All of the model's, a tied head once. */
    public long parameters() {
        return config.parameters();
    }

    /** f32 master weights, an adapter's with them. */
    public long weightBytes() {
        return (parameters() + adapterParameters) * Float.BYTES;
    }

    /** f32 gradients of what learns. */
    public long gradientBytes() {
        return learning() * Float.BYTES;
    }

    /** Two f32 moments for each parameter that learns. */
    public long optimizerBytes() {
        return 2 * learning() * Float.BYTES;
    }

    private long learning() {
        return adapterParameters > 0 ? adapterParameters : parameters();
    }

    /**
     * What a step keeps for its backward pass, with the weights' copies in the compute type, for one
     * micro-batch.
     */
    public long activationBytes() {
        long states = tokens() * config.dModel() * computeType.bytes();
        if (recompute) {
            return (config.layers() + 1) * states + layerBytes() + copyBytes() / config.layers();
        }
        return config.layers() * layerBytes() + 4 * states + copyBytes();
    }

    /** What comes and goes within a step: the loss's logits, a layer's backward pass, buffers. */
    public long workingBytes() {
        long logits =
                TrainingChunk.rows(config.vocabularySize())
                        * (long) config.vocabularySize()
                        * Float.BYTES;
        return CHUNKS * logits
                + (long) (backward() * layerBytes())
                + (documents ? maskBytes() : 0)
                + Math.min(MOST_BUFFERS, parameters() * Float.BYTES);
    }

    private double backward() {
        return computeType == ComputeType.F32 ? BACKWARD_F32 : BACKWARD;
    }

    /** The mask, for every head where there is a matrix of all scores, and what it is made of. */
    private long maskBytes() {
        int heads = time <= DecoderScript.WHOLE_SCORES ? config.heads() : 1;
        return tokens() * time * ((heads + 1L) * computeType.bytes() + 2);
    }

    /** Elements that one layer keeps for its backward pass, in bytes. */
    private long layerBytes() {
        DecoderConfig c = config;
        long heads = (long) c.heads() * c.headDim();
        long attention = heads + 2L * c.kvHeads() * c.headDim();
        long scores = time <= DecoderScript.WHOLE_SCORES ? (long) c.heads() * time : 0;
        // residual and norm of both halves, projections before and after rotation, attention's
        // scores and output, the feed-forward layer before and after its activation
        long elements =
                6L * c.dModel()
                        + 2 * attention
                        + scores
                        + heads
                        + (c.family() == Family.LLAMA ? 4L : 2L) * c.dHidden();
        return tokens() * elements * computeType.bytes();
    }

    private long copyBytes() {
        return computeType == ComputeType.F32 ? 0 : parameters() * computeType.bytes();
    }

    private long headGradientBytes() {
        return adapterParameters > 0
                ? 0
                : (long) config.vocabularySize() * config.dModel() * Float.BYTES;
    }

    private long tokens() {
        return (long) batch * time;
    }

    /**
     * Bytes that training needs at its peak. Activations go as gradients come, from the last layer to the
     * first, so that the peak is at the one end of the backward pass or at the other. On the only device,
     * or the first of several.
     */
    public long trainingBytes() {
        long early = activationBytes() + headGradientBytes();
        long late = gradientBytes() + (recompute ? activationBytes() : layerBytes());
        return weightBytes() + optimizerBytes() + Math.max(early, late) + workingBytes();
    }

    /** Weights in the compute type, as decoding holds them. */
    public long servingWeightBytes() {
        return parameters() * computeType.bytes();
    }

    /** Keys and values of one sequence, in f32 as a CPU keeps them; a GPU keeps them in the compute type. */
    public long cacheBytesPerSequence() {
        return 2L * config.layers() * config.kvHeads() * config.headDim() * time * Float.BYTES;
    }

    /**
     * Bytes that a further device needs where several train together: all but the optimizer's state, which
     * the first one keeps.
     */
    public long replicaBytes() {
        return trainingBytes() - optimizerBytes();
    }

    /** Bytes that serving {@code sequences} at once needs. */
    public long servingBytes(int sequences) {
        return servingWeightBytes() + sequences * cacheBytesPerSequence();
    }

    /** See {@link Flops}. */
    public double forwardFlopsPerToken() {
        return Flops.forwardPerToken(config, time);
    }

    /** See {@link Flops}; what recomputing adds does not count. */
    public double trainingFlopsPerToken() {
        return Flops.trainingPerToken(config, time);
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
                        + " tokens) and %s are there: %s",
                gib(trainingBytes()),
                gib(weightBytes()),
                gib(gradientBytes()),
                gib(optimizerBytes()),
                gib(activationBytes()),
                batch,
                time,
                gib(availableBytes),
                remedy(availableBytes));
    }

    private String remedy(long availableBytes) {
        Plan twice = withRecompute(true);
        return twice.fitsTraining(availableBytes)
                ? "set recompute to true, which needs %s and a third more time, or choose a smaller batch or sequence"
                        .formatted(gib(twice.trainingBytes()))
                : "choose a smaller model, batch or sequence";
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
    }
}
