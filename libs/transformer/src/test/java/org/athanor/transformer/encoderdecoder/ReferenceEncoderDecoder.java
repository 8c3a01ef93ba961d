package org.athanor.transformer.encoderdecoder;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of arXiv:1706.03762 in plain Java and float64, written with loops and no thought of
 * speed: what the scripts are compared with. One pair at a time, without padding.
 */
final class ReferenceEncoderDecoder {

    private final EncoderDecoderConfig config;
    private final int d;
    private final List<double[]> weights = new ArrayList<>();
    private int next; // weights are read in order

    ReferenceEncoderDecoder(EncoderDecoderModel model) {
        this.config = model.config();
        this.d = config.dModel();
        for (NDArray tensor : model.weights().tensors()) {
            float[] values = tensor.toFloatArray();
            double[] copy = new double[values.length];
            for (int i = 0; i < copy.length; i++) {
                copy[i] = values[i];
            }
            weights.add(copy);
        }
    }

    /** The weights, to be changed for finite differences. */
    List<double[]> weights() {
        return weights;
    }

    /** Mean nats of the target's tokens and its end, labels smoothed (section 5.4). */
    double loss(int[] source, int[] target, double smoothing) {
        double[][] logits = logits(source, target);
        double nats = 0;
        for (int t = 0; t < logits.length; t++) {
            double sum = 0;
            for (double z : logits[t]) {
                sum += Math.exp(z);
            }
            int right = t < target.length ? target[t] : config.endId();
            for (int v = 0; v < logits[t].length; v++) {
                double q = smoothing / logits[t].length + (v == right ? 1 - smoothing : 0);
                nats += q * (Math.log(sum) - logits[t][v]);
            }
        }
        return nats / logits.length;
    }

    /** [tokens of the target + 1][vocabulary] */
    double[][] logits(int[] source, int[] target) {
        next = 1;
        double[][] encoded = embed(source);
        for (int layer = 0; layer < config.encoderLayers(); layer++) {
            encoded = selfAttention(encoded, false);
            encoded = feedForward(encoded);
        }
        int[] shifted = new int[target.length + 1];
        shifted[0] = config.startId();
        System.arraycopy(target, 0, shifted, 1, target.length);
        double[][] x = embed(shifted);
        for (int layer = 0; layer < config.decoderLayers(); layer++) {
            x = selfAttention(x, true);
            x = crossAttention(x, encoded);
            x = feedForward(x);
        }
        return times(x, weights.get(0), 0, config.vocabularySize(), null);
    }

    private double[][] embed(int[] ids) {
        double[][] x = new double[ids.length][d];
        for (int t = 0; t < ids.length; t++) {
            for (int j = 0; j < d; j++) {
                double angle = t / Math.pow(10_000, (j - j % 2) / (double) d);
                double position = j % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
                x[t][j] = Math.sqrt(d) * weights.get(0)[ids[t] * d + j] + position;
            }
        }
        return x;
    }

    private double[][] selfAttention(double[][] x, boolean causal) {
        double[] qkv = weights.get(next++);
        double[][] q = times(x, qkv, 0, d, null);
        double[][] k = times(x, qkv, d, d, null);
        double[][] v = times(x, qkv, 2 * d, d, null);
        return addNorm(x, times(attention(q, k, v, causal), weights.get(next++), 0, d, null));
    }

    private double[][] crossAttention(double[][] x, double[][] encoded) {
        double[][] q = times(x, weights.get(next++), 0, d, null);
        double[] kv = weights.get(next++);
        double[][] k = times(encoded, kv, 0, d, null);
        double[][] v = times(encoded, kv, d, d, null);
        return addNorm(x, times(attention(q, k, v, false), weights.get(next++), 0, d, null));
    }

    private double[][] feedForward(double[][] x) {
        double[][] h = times(x, weights.get(next++), 0, config.dHidden(), weights.get(next++));
        for (double[] row : h) {
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.max(0, row[j]);
            }
        }
        return addNorm(x, times(h, weights.get(next++), 0, d, weights.get(next++)));
    }

    private double[][] attention(double[][] q, double[][] k, double[][] v, boolean causal) {
        int width = d / config.heads();
        double[][] out = new double[q.length][d];
        for (int head = 0; head < config.heads(); head++) {
            int start = head * width;
            for (int t = 0; t < q.length; t++) {
                int seen = causal ? t + 1 : k.length;
                double[] share = new double[seen];
                double sum = 0;
                for (int s = 0; s < seen; s++) {
                    double score = 0;
                    for (int j = start; j < start + width; j++) {
                        score += q[t][j] * k[s][j];
                    }
                    share[s] = Math.exp(score / Math.sqrt(width));
                    sum += share[s];
                }
                for (int s = 0; s < seen; s++) {
                    for (int j = start; j < start + width; j++) {
                        out[t][j] += share[s] / sum * v[s][j];
                    }
                }
            }
        }
        return out;
    }

    private double[][] addNorm(double[][] x, double[][] y) {
        double[] weight = weights.get(next++);
        double[] bias = weights.get(next++);
        double[][] out = new double[x.length][d];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            for (int j = 0; j < d; j++) {
                mean += (x[t][j] + y[t][j]) / d;
            }
            double variance = 0;
            for (int j = 0; j < d; j++) {
                variance += Math.pow(x[t][j] + y[t][j] - mean, 2) / d;
            }
            for (int j = 0; j < d; j++) {
                double normal = (x[t][j] + y[t][j] - mean) / Math.sqrt(variance + 1e-6);
                out[t][j] = normal * weight[j] + bias[j];
            }
        }
        return out;
    }

    /** x W^T + bias, of W the rows from {@code first} on. */
    private static double[][] times(
            double[][] x, double[] weight, int first, int rows, double[] bias) {
        double[][] y = new double[x.length][rows];
        for (int t = 0; t < x.length; t++) {
            int columns = x[t].length;
            for (int o = 0; o < rows; o++) {
                y[t][o] = bias == null ? 0 : bias[o];
                for (int j = 0; j < columns; j++) {
                    y[t][o] += x[t][j] * weight[(first + o) * columns + j];
                }
            }
        }
        return y;
    }
}
