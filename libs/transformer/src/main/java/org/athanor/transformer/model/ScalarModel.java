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
 * A decoder body under a scalar head, Linear(d, 1): a reward model reads it at the last token, a value
 * model at every token.
 */
public final class ScalarModel implements AutoCloseable {

    private final Engine engine;
    private final DecoderConfig config;
    private final ModelWeights weights;
    private final ScriptModule scoring;

    private ScalarModel(Engine engine, DecoderConfig config, ModelWeights weights) {
        this.engine = engine;
        this.config = config;
        this.weights = weights;
        this.scoring = Scoring.module(engine, config);
    }

    /**
     * The body of a language model under a new head: weights N(0, 1/(d + 1)) from {@code seed}, bias 0.
     */
    public static ScalarModel fromLanguageModel(LanguageModel model, long seed) {
        DecoderConfig config = model.config();
        WeightLayout layout = WeightLayout.scalar(config);
        int body = WeightLayout.bodySize(config);
        return new ScalarModel(model.engine(), config, model.weights().under(layout, body, seed));
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

    /** Writes {@code config.json} (with {@code "athanor_head": "scalar"}) and the weights, f32. */
    public void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        WeightFormat format = WeightFormat.F32;
        HuggingFaceConfigWriter.write(
                folder.resolve(HuggingFaceConfig.FILE), config, true, format.dtype());
        weights.save(folder, format);
    }

    /** Writes the weights alone, for a checkpoint. */
    public void saveWeights(Path file) throws IOException {
        weights.save(file);
    }

    /** Overwrites the weights in place by those of a file written for the same configuration. */
    public void restoreWeights(Path file) throws IOException {
        weights.restore(file);
    }

    /** A model with the same weights that shares nothing with this one. */
    public ScalarModel copy() {
        return new ScalarModel(engine, config, weights.copy());
    }

    public Engine engine() {
        return engine;
    }

    /** The body's shape; its vocabulary head is not there. */
    public DecoderConfig config() {
        return config;
    }

    public ModelWeights weights() {
        return weights;
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
                                                        .list("weights", weights.tensors())
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
                                new Arguments(scope)
                                        .list("weights", weights.tensors())
                                        .tensor(padded);
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
        weights.close();
    }
}
