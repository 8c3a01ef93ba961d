package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;

/**
 * A decoder body under a scalar head, Linear(d, 1): a reward model reads it at the last token, a value
 * model at every token.
 */
public final class ScalarModel implements DecoderModel, AutoCloseable {

    private final Engine engine;
    private final DecoderConfig config;
    private final ModelWeights weights;
    private final LoraAdapter adapter; // null for none
    private final ModelWeights learning;
    private final ScriptModule scoring;

    private ScalarModel(Engine engine, DecoderConfig config, ModelWeights weights) {
        this(engine, config, weights, null);
    }

    private ScalarModel(
            Engine engine, DecoderConfig config, ModelWeights weights, LoraAdapter adapter) {
        this.engine = engine;
        this.config = config;
        this.weights = weights;
        this.adapter = adapter;
        this.learning =
                adapter == null
                        ? weights
                        : weights.from(WeightLayout.bodySize(config), adapter.weights());
        this.scoring = Scoring.module(this);
    }

    /**
     * The body of a language model under a new head: weights N(0, 1/(d + 1)) from {@code seed}, bias 0.
     */
    public static ScalarModel fromLanguageModel(LanguageModel model, long seed) {
        DecoderConfig config = model.config();
        WeightLayout layout = WeightLayout.scalar(config);
        int body = WeightLayout.bodySize(config);
        ModelWeights weights = model.weights().under(layout, body, seed);
        model.adapter().ifPresent(worn -> worn.addTo(weights));
        return new ScalarModel(model.engine(), config, weights);
    }

    /**
     * Loads a folder that {@link #save} wrote.
     *
     * @throws IOException when a file is missing, malformed, or does not fit the configuration
     */
    public static ScalarModel load(Engine engine, Path folder) throws IOException {
        DecoderConfig config = HuggingFaceConfig.readScalar(folder.resolve(HuggingFaceConfig.FILE));
        return new ScalarModel(
                engine, config, ModelWeights.load(engine, WeightLayout.scalar(config), folder));
    }

    /**
     * This model wearing an adapter: what learns is the adapter and the head, which is shared like the
     * frozen body. Base and adapter stay their owners' to close, after what this returns.
     *
     * @throws IllegalArgumentException when this model already wears one, or the adapter was made for a
     *     model of another shape
     */
    public ScalarModel adapted(LoraAdapter worn) {
        if (adapter != null) {
            throw new IllegalArgumentException(
                    "the model already wears an adapter: merge it first");
        }
        worn.requireFits(config);
        return new ScalarModel(engine, config, weights, worn);
    }

    /** An ordinary model that says the same, its adapter worked into its weights, sharing nothing. */
    public ScalarModel merged() {
        ModelWeights own = weights.copy();
        adapter().ifPresent(worn -> worn.addTo(own));
        return new ScalarModel(engine, config, own);
    }

    /**
     * Writes {@code config.json} (with {@code "athanor_head": "scalar"}) and the weights, f32; a model
     * that wears an adapter is written as {@link #merged()}.
     */
    public void save(Path folder) throws IOException {
        if (adapter != null) {
            try (ScalarModel merged = merged()) {
                merged.save(folder);
            }
            return;
        }
        Files.createDirectories(folder);
        WeightFormat format = WeightFormat.F32;
        HuggingFaceConfigWriter.write(
                folder.resolve(HuggingFaceConfig.FILE), config, true, format.dtype());
        weights.save(folder, format);
    }

    /** Writes the weights that learn, for a checkpoint. */
    public void saveWeights(Path file) throws IOException {
        learning.save(file);
    }

    /** Overwrites what learns, in place, by a file that {@link #saveWeights} wrote. */
    public void restoreWeights(Path file) throws IOException {
        learning.restore(file);
    }

    /** An ordinary model that says the same and shares nothing with this one. */
    public ScalarModel copy() {
        return merged();
    }

    @Override
    public Engine engine() {
        return engine;
    }

    /** The body's shape; its vocabulary head is not there. */
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
        return learning;
    }

    public long parameters() {
        return weights.parameters();
    }

    public String sha256() {
        return weights.sha256();
    }

    /**
     * The head's output at the last token of each sequence. Chunks are formed from the batch as given.
     *
     * @return [batch]
     */
    public float[] score(int[][] sequences) {
        TokenRows.check(config, sequences, 1);
        float[] result = new float[sequences.length];
        RowChunks.each(
                sequences,
                1,
                (from, rows) -> {
                    try (NDManager scope = engine.newManager()) {
                        NDArray padded = TokenRows.padRight(scope, rows);
                        NDArray last =
                                scope.create(
                                        Arrays.stream(rows)
                                                .mapToLong(row -> row.length - 1L)
                                                .toArray());
                        float[] scores =
                                scoring.call(
                                                "scores",
                                                new Arguments(scope)
                                                        .list("weights", inputs())
                                                        .tensor(padded)
                                                        .tensor(last))
                                        .singletonOrThrow()
                                        .toFloatArray();
                        System.arraycopy(scores, 0, result, from, scores.length);
                    }
                });
        return result;
    }

    /**
     * The head's output at every token.
     *
     * @return [batch][tokens of the row]
     */
    public float[][] values(int[][] sequences) {
        TokenRows.check(config, sequences, 1);
        float[][] result = new float[sequences.length][];
        RowChunks.each(
                sequences,
                1,
                (from, rows) -> {
                    try (NDManager scope = engine.newManager()) {
                        NDArray padded = TokenRows.padRight(scope, rows);
                        Arguments arguments =
                                new Arguments(scope).list("weights", inputs()).tensor(padded);
                        float[] flat =
                                scoring.call("values", arguments).singletonOrThrow().toFloatArray();
                        int time = TokenRows.longest(rows);
                        for (int r = 0; r < rows.length; r++) {
                            result[from + r] =
                                    Arrays.copyOfRange(flat, r * time, r * time + rows[r].length);
                        }
                    }
                });
        return result;
    }

    @Override
    public void close() {
        scoring.close();
        learning.close(); // the weights, or a view of them
    }
}
