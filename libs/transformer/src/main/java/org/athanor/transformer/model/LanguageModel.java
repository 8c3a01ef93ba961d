package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;

/**
 * A decoder with an output head over its vocabulary. Reading methods may be called from several threads
 * as long as nobody trains the model meanwhile.
 */
public final class LanguageModel implements AutoCloseable {

    public static final String WEIGHTS_FILE = "model.safetensors";

    private final Engine engine;
    private final DecoderConfig config;
    private final ModelWeights weights;
    private final ScriptModule scoring;

    private LanguageModel(Engine engine, DecoderConfig config, ModelWeights weights) {
        this.engine = engine;
        this.config = config;
        this.weights = weights;
        this.scoring = Scoring.module(engine, config);
    }

    /** A model with random weights; the same seed gives the same bits. */
    public static LanguageModel initialise(Engine engine, DecoderConfig config, long seed) {
        return new LanguageModel(
                engine, config, ModelWeights.initialise(engine, WeightLayout.of(config), seed));
    }

    /**
     * Loads {@code config.json} and {@code model.safetensors} of a folder in Hugging Face's layout.
     *
     * @throws IOException when a file is missing, malformed, or does not fit the configuration
     */
    public static LanguageModel load(Engine engine, Path folder) throws IOException {
        DecoderConfig config = HuggingFaceConfig.read(folder.resolve(HuggingFaceConfig.FILE));
        return new LanguageModel(
                engine,
                config,
                ModelWeights.load(engine, WeightLayout.of(config), folder.resolve(WEIGHTS_FILE)));
    }

    /** Writes {@code config.json} and {@code model.safetensors}, f32, in Hugging Face's layout. */
    public void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        HuggingFaceConfig.write(folder.resolve(HuggingFaceConfig.FILE), config, false);
        saveWeights(folder.resolve(WEIGHTS_FILE));
    }

    /** Writes the weights alone, for a checkpoint. */
    public void saveWeights(Path file) throws IOException {
        weights.save(file);
    }

    /** Writes a copy of {@link #weights()} alone, as they were when it was taken. */
    public void saveWeights(Path file, HostTensors copy) throws IOException {
        weights.save(file, copy);
    }

    /** Overwrites the weights in place by those of a file written for the same configuration. */
    public void restoreWeights(Path file) throws IOException {
        weights.restore(file);
    }

    /** A model with the same weights that shares nothing with this one. */
    public LanguageModel copy() {
        return new LanguageModel(engine, config, weights.copy());
    }

    public Engine engine() {
        return engine;
    }

    public DecoderConfig config() {
        return config;
    }

    public ModelWeights weights() {
        return weights;
    }

    /** Number of parameters, a tied head counted once. */
    public long parameters() {
        return weights.parameters();
    }

    /** Digest over all weights. */
    public String sha256() {
        return weights.sha256();
    }

    /**
     * Logits of every position, unscaled.
     *
     * @param ids sequences, of different lengths if need be
     * @return [batch][time of the row][vocabulary]
     */
    public float[][][] logits(int[][] ids) {
        TokenRows.check(config, ids, 1);
        float[][][] result = new float[ids.length][][];
        RowChunks.each(
                ids,
                config.vocabularySize(),
                (from, rows) -> {
                    try (NDManager scope = engine.newManager()) {
                        NDArray padded = TokenRows.padRight(scope, rows);
                        float[] flat =
                                scoring.call(
                                                "logits",
                                                new Arguments(scope)
                                                        .list("weights", weights.tensors())
                                                        .tensor(padded))
                                        .singletonOrThrow()
                                        .toFloatArray();
                        split(flat, rows, config.vocabularySize(), result, from);
                    }
                });
        return result;
    }

    private static void split(float[] flat, int[][] rows, int width, float[][][] into, int first) {
        int time = TokenRows.longest(rows);
        for (int r = 0; r < rows.length; r++) {
            into[first + r] = new float[rows[r].length][];
            for (int t = 0; t < rows[r].length; t++) {
                int start = (r * time + t) * width;
                into[first + r][t] = Arrays.copyOfRange(flat, start, start + width);
            }
        }
    }

    /**
     * Log-probability of every token given those before it, over the whole vocabulary, with logits divided
     * by the temperature. Chunks of rows are formed from the batch as given, so the same batch gives the
     * same bits; another grouping may differ in the last ones.
     *
     * @param sequences of at least two tokens each, of different lengths if need be
     * @param temperature above 0
     * @return [batch][tokens of the row - 1]: entry t belongs to token t + 1
     */
    public float[][] logProbs(int[][] sequences, float temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be above 0, was " + temperature);
        }
        TokenRows.check(config, sequences, 2);
        float[][] result = new float[sequences.length][];
        RowChunks.each(
                sequences,
                config.vocabularySize(),
                (from, rows) -> {
                    try (NDManager scope = engine.newManager()) {
                        NDArray padded = TokenRows.padRight(scope, rows);
                        Arguments arguments =
                                new Arguments(scope)
                                        .list("weights", weights.tensors())
                                        .tensor(padded)
                                        .number(temperature);
                        float[] flat =
                                scoring.call("log_probs", arguments)
                                        .singletonOrThrow()
                                        .toFloatArray();
                        int time = TokenRows.longest(rows) - 1;
                        for (int r = 0; r < rows.length; r++) {
                            result[from + r] =
                                    Arrays.copyOfRange(
                                            flat, r * time, r * time + rows[r].length - 1);
                        }
                    }
                });
        return result;
    }

    @Override
    public void close() {
        scoring.close();
        weights.close();
    }
}
