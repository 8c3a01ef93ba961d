package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.safetensors.SafetensorsFolder;

/**
 * A decoder with an output head over its vocabulary. Reading methods may be called from several threads
 * as long as nobody trains the model meanwhile.
 */
public final class LanguageModel implements DecoderModel, AutoCloseable {

    /** The weights of a checkpoint, and of a model whose weights are not in shards. */
    public static final String WEIGHTS_FILE = SafetensorsFolder.FILE;

    private final Engine engine;
    private final DecoderConfig config;
    private final ModelWeights weights;
    private final LoraAdapter adapter; // null for none
    private final ScriptModule scoring;

    private LanguageModel(Engine engine, DecoderConfig config, ModelWeights weights) {
        this(engine, config, weights, null);
    }

    private LanguageModel(
            Engine engine, DecoderConfig config, ModelWeights weights, LoraAdapter adapter) {
        this.engine = engine;
        this.config = config;
        this.weights = weights;
        this.adapter = adapter;
        this.scoring = Scoring.module(this);
    }

    /** A model with random weights; the same seed gives the same bits. */
    public static LanguageModel initialise(Engine engine, DecoderConfig config, long seed) {
        return new LanguageModel(
                engine, config, ModelWeights.initialise(engine, WeightLayout.of(config), seed));
    }

    /**
     * Loads a folder in Hugging Face's layout: {@code config.json} and {@code model.safetensors}, or the
     * shards that {@code model.safetensors.index.json} names.
     *
     * @throws IOException when a file is missing, malformed, or does not fit the configuration
     */
    public static LanguageModel load(Engine engine, Path folder) throws IOException {
        DecoderConfig config = DecoderConfig.read(folder);
        return new LanguageModel(
                engine, config, ModelWeights.load(engine, WeightLayout.of(config), folder));
    }

    /**
     * This model wearing an adapter: what learns is the adapter, the weights are frozen and shared. Base
     * and adapter stay their owners' to close, after what this returns.
     *
     * @throws IllegalArgumentException when this model already wears one, or the adapter was made for a
     *     model of another shape
     */
    public LanguageModel adapted(LoraAdapter worn) {
        if (adapter != null) {
            throw new IllegalArgumentException(
                    "the model already wears an adapter: merge it first");
        }
        worn.requireFits(config);
        return new LanguageModel(engine, config, weights, worn);
    }

    /** An ordinary model that says the same, its adapter worked into its weights, sharing nothing. */
    public LanguageModel merged() {
        ModelWeights own = weights.copy();
        adapter().ifPresent(worn -> worn.addTo(own));
        return new LanguageModel(engine, config, own);
    }

    /** Writes {@code config.json} and the weights, f32, in Hugging Face's layout. */
    public void save(Path folder) throws IOException {
        save(folder, WeightFormat.F32);
    }

    /**
     * Writes {@code config.json} and the weights, which come in shards when they are large; a model that
     * wears an adapter is written as {@link #merged()}.
     */
    public void save(Path folder, WeightFormat format) throws IOException {
        if (adapter != null) {
            try (LanguageModel merged = merged()) {
                merged.save(folder, format);
            }
            return;
        }
        Files.createDirectories(folder);
        HuggingFaceConfigWriter.write(
                folder.resolve(HuggingFaceConfig.FILE), config, false, format.dtype());
        weights.save(folder, format);
    }

    /** Writes the weights that learn, for a checkpoint. */
    public void saveWeights(Path file) throws IOException {
        learning().save(file);
    }

    /** Writes a copy of {@link #learning()} alone, as they were when it was taken. */
    public void saveWeights(Path file, HostTensors copy) throws IOException {
        learning().save(file, copy);
    }

    /** Overwrites what learns, in place, by a file that {@link #saveWeights} wrote. */
    public void restoreWeights(Path file) throws IOException {
        learning().restore(file);
    }

    /** An ordinary model that says the same and shares nothing with this one. */
    public LanguageModel copy() {
        return merged();
    }

    /** This model without its adapter, on another engine, perhaps of another device. */
    LanguageModel baseOn(Engine other) {
        return new LanguageModel(other, config, weights.copyTo(other));
    }

    @Override
    public Engine engine() {
        return engine;
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public ModelWeights weights() {
        return weights;
    }

    @Override
    public Optional<LoraAdapter> adapter() {
        return Optional.ofNullable(adapter);
    }

    @Override
    public ModelWeights learning() {
        return adapter == null ? weights : adapter.weights();
    }

    /** Number of parameters without an adapter, a tied head counted once. */
    public long parameters() {
        return weights.parameters();
    }

    /** Digest over all weights without an adapter's. */
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
                                                        .list("weights", inputs())
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
        return logProbs(scoring, inputs(), sequences, temperature);
    }

    /**
     * The same by other weights, packed ones for instance, and the script that knows how to read them: its
     * method {@code log_probs} takes weights, ids [batch, time] and a temperature.
     */
    public float[][] logProbs(
            ScriptModule script, List<NDArray> by, int[][] sequences, float temperature) {
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
                        Arguments arguments =
                                new Arguments(scope)
                                        .list("weights", by)
                                        .tensor(TokenRows.padRight(scope, rows))
                                        .number(temperature);
                        float[] flat =
                                script.call("log_probs", arguments)
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
        if (adapter == null) {
            weights.close();
        }
    }
}
