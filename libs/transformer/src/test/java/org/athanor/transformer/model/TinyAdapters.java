package org.athanor.transformer.model;

import java.util.List;
import java.util.Random;
import org.athanor.transformer.engine.Engine;

/** Adapters that change something, as if they had learnt. */
public final class TinyAdapters {

    private TinyAdapters() {}

    /** Over every linear layer, B random. */
    public static LoraAdapter allLinear(Engine engine, DecoderConfig base, int rank, long seed) {
        return filled(
                LoraAdapter.initialise(engine, base, LoraConfig.allLinear(rank, 2 * rank), seed));
    }

    /** Over some layers of attention, B random. */
    public static LoraAdapter partial(Engine engine, DecoderConfig base, int rank, long seed) {
        List<String> targets =
                base.family() == Family.GPT2 ? List.of("attn.c_proj") : List.of("q_proj", "v_proj");
        return filled(LoraAdapter.initialise(engine, base, new LoraConfig(rank, 8, targets), seed));
    }

    /**
     * Mean nats of a sequence under the model with the adapter worked in, all in float64.
     *
     * @param tensors the adapter's, as they are or changed for finite differences
     */
    public static double mergedLoss(
            LanguageModel base, LoraAdapter adapter, List<double[]> tensors, int[] ids) {
        ReferenceDecoder reference = new ReferenceDecoder(base);
        int rank = adapter.config().rank();
        for (int i = 0; i < adapter.layout().modules().size(); i++) {
            AdapterLayout.Module module = adapter.layout().modules().get(i);
            double[] a = tensors.get(2 * i);
            double[] b = tensors.get(2 * i + 1);
            double[] weight = reference.weights().get(module.weight());
            int columns = module.columns();
            for (int row = 0; row < module.rows(); row++) {
                for (int column = 0; column < columns; column++) {
                    double sum = 0;
                    for (int r = 0; r < rank; r++) {
                        sum += b[row * rank + r] * a[r * columns + column];
                    }
                    weight[(module.row() + row) * columns + column] +=
                            adapter.config().alpha() / rank * sum;
                }
            }
        }
        return reference.loss(ids);
    }

    private static LoraAdapter filled(LoraAdapter adapter) {
        Random random = new Random(adapter.config().rank());
        for (int i = 1; i < adapter.weights().tensors().size(); i += 2) {
            HostCopy.fill(
                    adapter.weights().tensors().get(i),
                    values -> {
                        for (int j = 0; j < values.length; j++) {
                            values[j] = (float) (0.2 * random.nextGaussian());
                        }
                    });
        }
        adapter.weights().changed();
        return adapter;
    }
}
