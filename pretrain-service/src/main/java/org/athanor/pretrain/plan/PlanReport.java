package org.athanor.pretrain.plan;

import java.util.OptionalLong;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Plan;

/**
 * What a model costs.
 *
 * @param batch sequences at once on one device
 * @param devices that this service spreads a training over
 * @param availableBytes the memory of one device that it was compared with, or null where it is unknown
 */
record PlanReport(
        DecoderConfig model,
        int batch,
        int sequence,
        int devices,
        String computeType,
        long parameters,
        Training training,
        Serving serving,
        Long availableBytes) {

    /**
     * @param activationBytes of one micro-batch, with the weights' copies in the compute type
     * @param workingBytes what comes and goes within a step
     * @param totalBytes at a step's peak, on the device that updates the weights, the only one or the first
     * @param recomputeTotalBytes the same with {@code recompute: true}, gradient checkpointing
     * @param replicaBytes on every further device: weights, gradients and activations
     * @param flopsPerToken forward and backward
     * @param fits whether {@code totalBytes} do; null where the memory is unknown
     * @param shortage why it does not fit and what would help, else null
     */
    record Training(
            long weightBytes,
            long gradientBytes,
            long optimizerBytes,
            long activationBytes,
            long workingBytes,
            long totalBytes,
            long recomputeTotalBytes,
            long replicaBytes,
            double flopsPerToken,
            Boolean fits,
            String shortage) {}

    /**
     * @param cacheBytesPerSequence keys and values of one full sequence
     * @param totalBytes with {@code batch} sequences at once
     * @param flopsPerToken forward alone
     * @param fits null where the memory is unknown
     */
    record Serving(
            long weightBytes,
            long cacheBytesPerSequence,
            long totalBytes,
            double flopsPerToken,
            Boolean fits) {}

    static PlanReport of(Plan plan, int devices, OptionalLong available) {
        Long bytes = available.isPresent() ? available.getAsLong() : null;
        return new PlanReport(
                plan.config(),
                plan.batch(),
                plan.time(),
                devices,
                plan.computeType().label(),
                plan.parameters(),
                training(plan, bytes),
                serving(plan, bytes),
                bytes);
    }

    private static Training training(Plan plan, Long available) {
        Boolean fits = available == null ? null : plan.fitsTraining(available);
        return new Training(
                plan.weightBytes(),
                plan.gradientBytes(),
                plan.optimizerBytes(),
                plan.activationBytes(),
                plan.workingBytes(),
                plan.trainingBytes(),
                plan.withRecompute(true).trainingBytes(),
                plan.replicaBytes(),
                plan.trainingFlopsPerToken(),
                fits,
                Boolean.FALSE.equals(fits) ? plan.trainingShortage(available) : null);
    }

    private static Serving serving(Plan plan, Long available) {
        long total = plan.servingBytes(plan.batch());
        return new Serving(
                plan.servingWeightBytes(),
                plan.cacheBytesPerSequence(),
                total,
                plan.forwardFlopsPerToken(),
                available == null ? null : total <= available);
    }
}
