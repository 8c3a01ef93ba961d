package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The forward pass in plain Java and float64, written from the papers with loops and no thought of speed:
 * what the scripts are compared with.
 */
public final class ReferenceDecoder {

    private final DecoderConfig config;
    private final List<double[]> weights = new ArrayList<>();

    public ReferenceDecoder(LanguageModel model) {
        this.config = model.config();
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
    public List<double[]> weights() {
        return weights;
    }

    /** Mean nats of each token of {@code ids} after the first. */
    public double loss(int[] ids) {
        boolean[] counted = new boolean[ids.length];
        Arrays.fill(counted, true);
        return nats(ids, counted) / (ids.length - 1);
    }

    /** Summed nats of the counted tokens of {@code ids}, of which the first never counts. */
    public double nats(int[] ids, boolean[] counted) {
        double[][] logits = logits(ids);
        double nats = 0;
        for (int t = 0; t + 1 < ids.length; t++) {
            if (counted[t + 1]) {
                double sum = 0;
                for (double z : logits[t]) {
                    sum += Math.exp(z);
                }
                nats += Math.log(sum) - logits[t][ids[t + 1]];
            }
        }
        return nats;
    }

    public double[][] logits(int[] ids) {
        boolean llama = config.family() == Family.LLAMA;
        int d = config.dModel();
        double[][] x = new double[ids.length][d];
        for (int t = 0; t < ids.length; t++) {
            for (int j = 0; j < d; j++) {
                x[t][j] = weights.get(0)[ids[t] * d + j] + (llama ? 0 : weights.get(1)[t * d + j]);
            }
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            if (llama) {
                llamaLayer(x, 1 + llamaSize() * layer);
            } else {
                gpt2Layer(x, 2 + 12 * layer);
            }
        }
        int last = (llama ? 1 + llamaSize() * config.layers() : 2 + 12 * config.layers());
        double[][] normed = llama ? rmsNorm(x, last) : layerNorm(x, last);
        int body = last + (llama ? 1 : 2);
        double[] head = weights.get(config.tiedHead() ? 0 : body);
        return times(normed, head, config.vocabularySize(), null);
    }

    private int llamaSize() {
        return switch (config.modelType()) {
            case QWEN2 -> 7;
            case QWEN3 -> 8;
            default -> 6;
        };
    }

    private void llamaLayer(double[][] x, int i) {
        int hd = config.headDim();
        int qWidth = config.heads() * hd;
        int kWidth = config.kvHeads() * hd;
        double[] bias = config.modelType() == ModelType.QWEN2 ? weights.get(i + 6) : null;
        double[][] qkv = times(rmsNorm(x, i), weights.get(i + 1), qWidth + 2 * kWidth, bias);
        for (int t = 0; t < x.length; t++) {
            for (int head = 0; head < config.heads() + config.kvHeads(); head++) {
                if (config.modelType() == ModelType.QWEN3) {
                    normHead(qkv[t], head * hd, weights.get(head < config.heads() ? i + 6 : i + 7));
                }
                rotate(qkv[t], head * hd, t);
            }
        }
        add(x, times(attention(qkv, qWidth, kWidth), weights.get(i + 2), config.dModel(), null));
        double[][] gateUp =
                times(rmsNorm(x, i + 3), weights.get(i + 4), 2 * config.dHidden(), null);
        double[][] product = new double[x.length][config.dHidden()];
        for (int t = 0; t < x.length; t++) {
            for (int j = 0; j < config.dHidden(); j++) {
                double gate = gateUp[t][j];
                product[t][j] = gate / (1 + Math.exp(-gate)) * gateUp[t][config.dHidden() + j];
            }
        }
        add(x, times(product, weights.get(i + 5), config.dModel(), null));
    }

    private void gpt2Layer(double[][] x, int i) {
        int d = config.dModel();
        double[][] qkv = times(layerNorm(x, i), weights.get(i + 2), 3 * d, weights.get(i + 3));
        add(x, times(attention(qkv, d, d), weights.get(i + 4), d, weights.get(i + 5)));
        double[][] h =
                times(
                        layerNorm(x, i + 6),
                        weights.get(i + 8),
                        config.dHidden(),
                        weights.get(i + 9));
        for (double[] row : h) {
            for (int j = 0; j < row.length; j++) {
                double u = row[j];
                double inner = Math.sqrt(2 / Math.PI) * (u + 0.044715 * u * u * u);
                row[j] = 0.5 * u * (1 + Math.tanh(inner));
            }
        }
        add(x, times(h, weights.get(i + 10), d, weights.get(i + 11)));
    }

    private void normHead(double[] row, int start, double[] weight) {
        double squares = 0;
        for (int j = 0; j < config.headDim(); j++) {
            squares += row[start + j] * row[start + j];
        }
        double root = Math.sqrt(squares / config.headDim() + config.normEpsilon());
        for (int j = 0; j < config.headDim(); j++) {
            row[start + j] = row[start + j] / root * weight[j];
        }
    }

    private void rotate(double[] row, int start, int position) {
        int half = config.headDim() / 2;
        float[] frequencies = config.ropeFrequencies();
        for (int j = 0; j < half; j++) {
            double angle = position * (double) frequencies[j];
            double a = row[start + j];
            double b = row[start + half + j];
            row[start + j] = a * Math.cos(angle) - b * Math.sin(angle);
            row[start + half + j] = b * Math.cos(angle) + a * Math.sin(angle);
        }
    }

    private double[][] attention(double[][] qkv, int qWidth, int kWidth) {
        int hd = config.headDim();
        int group = config.heads() / config.kvHeads();
        double[][] out = new double[qkv.length][qWidth];
        for (int head = 0; head < config.heads(); head++) {
            int q = head * hd;
            int k = qWidth + head / group * hd;
            int v = qWidth + kWidth + head / group * hd;
            for (int t = 0; t < qkv.length; t++) {
                double[] weight = new double[t + 1];
                double sum = 0;
                for (int s = 0; s <= t; s++) {
                    double score = 0;
                    for (int j = 0; j < hd; j++) {
                        score += qkv[t][q + j] * qkv[s][k + j];
                    }
                    weight[s] = Math.exp(score / Math.sqrt(hd));
                    sum += weight[s];
                }
                for (int s = 0; s <= t; s++) {
                    for (int j = 0; j < hd; j++) {
                        out[t][q + j] += weight[s] / sum * qkv[s][v + j];
                    }
                }
            }
        }
        return out;
    }

    private double[][] rmsNorm(double[][] x, int weight) {
        double[][] out = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double squares = 0;
            for (double value : x[t]) {
                squares += value * value;
            }
            double root = Math.sqrt(squares / x[t].length + config.normEpsilon());
            out[t] = new double[x[t].length];
            for (int j = 0; j < x[t].length; j++) {
                out[t][j] = x[t][j] / root * weights.get(weight)[j];
            }
        }
        return out;
    }

    private double[][] layerNorm(double[][] x, int weight) {
        double[][] out = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double mean = 0;
            for (double value : x[t]) {
                mean += value / x[t].length;
            }
            double variance = 0;
            for (double value : x[t]) {
                variance += (value - mean) * (value - mean) / x[t].length;
            }
            out[t] = new double[x[t].length];
            for (int j = 0; j < x[t].length; j++) {
                double normal = (x[t][j] - mean) / Math.sqrt(variance + config.normEpsilon());
                out[t][j] = normal * weights.get(weight)[j] + weights.get(weight + 1)[j];
            }
        }
        return out;
    }

    private static double[][] times(double[][] x, double[] weight, int out, double[] bias) {
        double[][] y = new double[x.length][out];
        for (int t = 0; t < x.length; t++) {
            for (int o = 0; o < out; o++) {
                double sum = bias == null ? 0 : bias[o];
                for (int j = 0; j < x[t].length; j++) {
                    sum += x[t][j] * weight[o * x[t].length + j];
                }
                y[t][o] = sum;
            }
        }
        return y;
    }

    private static void add(double[][] x, double[][] y) {
        for (int t = 0; t < x.length; t++) {
            for (int j = 0; j < x[t].length; j++) {
                x[t][j] += y[t][j];
            }
        }
    }
}
