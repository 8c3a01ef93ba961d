package org.athanor.transformer.encoderdecoder;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.athanor.transformer.engine.Arguments;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.ScriptModule;
import org.athanor.transformer.engine.ScriptObject;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.ModelWeights;
import org.athanor.transformer.model.TokenRows;

/**
 * The Transformer of 2017 (arXiv:1706.03762): an encoder reads a source, a decoder says the target.
 * Reading methods may be called from several threads as long as nobody trains the model meanwhile. They
 * take a batch as it is given: its size bounds their memory.
 */
public final class EncoderDecoderModel implements AutoCloseable {

    private final Engine engine;
    private final EncoderDecoderConfig config;
    private final ModelWeights weights;
    private final ScriptModule scoring;

    private EncoderDecoderModel(Engine engine, EncoderDecoderConfig config, ModelWeights weights) {
        this.engine = engine;
        this.config = config;
        this.weights = weights;
        this.scoring =
                EncoderDecoderScript.load(
                        engine,
                        new ScriptObject("EncoderDecoderScoring")
                                .with("model", EncoderDecoderScript.model(engine, config)),
                        "encoder-decoder-scoring.torchscript");
    }

    /** A model with random weights; the same seed gives the same bits. */
    public static EncoderDecoderModel initialise(
            Engine engine, EncoderDecoderConfig config, long seed) {
        return new EncoderDecoderModel(
                engine,
                config,
                ModelWeights.initialise(engine, EncoderDecoderLayout.of(config), seed));
    }

    /**
     * Loads a folder that {@link #save} wrote.
     *
     * @throws IOException when a file is missing, malformed, or does not fit the configuration
     */
    public static EncoderDecoderModel load(Engine engine, Path folder) throws IOException {
        EncoderDecoderConfig config =
                EncoderDecoderFile.read(folder.resolve(EncoderDecoderFile.FILE));
        return new EncoderDecoderModel(
                engine, config, ModelWeights.load(engine, EncoderDecoderLayout.of(config), folder));
    }

    /** Writes {@code config.json} and {@code model.safetensors}, f32. */
    public void save(Path folder) throws IOException {
        Files.createDirectories(folder);
        EncoderDecoderFile.write(folder.resolve(EncoderDecoderFile.FILE), config);
        saveWeights(folder.resolve(LanguageModel.WEIGHTS_FILE));
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
    public EncoderDecoderModel copy() {
        return new EncoderDecoderModel(engine, config, weights.copy());
    }

    public Engine engine() {
        return engine;
    }

    public EncoderDecoderConfig config() {
        return config;
    }

    public ModelWeights weights() {
        return weights;
    }

    /** Number of parameters, the shared embedding counted once. */
    public long parameters() {
        return weights.parameters();
    }

    /** Digest over all weights. */
    public String sha256() {
        return weights.sha256();
    }

    /**
     * Logits of what follows the start token and every target token.
     *
     * @return [pairs][tokens of the target + 1][vocabulary]
     */
    public float[][][] logits(PairBatch batch) {
        PairTensors.check(config, batch);
        int[][] targets = batch.targets();
        try (NDManager scope = engine.newManager()) {
            float[] flat =
                    scoring.call("logits", pair(scope, batch)).singletonOrThrow().toFloatArray();
            int time = TokenRows.longest(targets) + 1;
            float[][][] logits = new float[targets.length][][];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = new float[targets[i].length + 1][];
                for (int t = 0; t < logits[i].length; t++) {
                    int start = (i * time + t) * config.vocabularySize();
                    logits[i][t] = Arrays.copyOfRange(flat, start, start + config.vocabularySize());
                }
            }
            return logits;
        }
    }

    /**
     * Log-probability of every target token, and of the end token behind them, given the source and the
     * tokens before it.
     *
     * @return [pairs][tokens of the target + 1]
     */
    public float[][] logProbs(PairBatch batch) {
        PairTensors.check(config, batch);
        int[][] targets = batch.targets();
        try (NDManager scope = engine.newManager()) {
            NDArray ends = PairTensors.targets(scope, config, targets);
            float[] flat =
                    scoring.call("log_probs", pair(scope, batch).tensor(ends))
                            .singletonOrThrow()
                            .toFloatArray();
            int time = TokenRows.longest(targets) + 1;
            float[][] logProbs = new float[targets.length][];
            for (int i = 0; i < logProbs.length; i++) {
                logProbs[i] = Arrays.copyOfRange(flat, i * time, i * time + targets[i].length + 1);
            }
            return logProbs;
        }
    }

    private Arguments pair(NDManager scope, PairBatch batch) {
        Arguments arguments = new Arguments(scope).list("weights", weights.tensors());
        return PairTensors.sources(arguments, scope, batch.sources())
                .tensor(PairTensors.inputs(scope, config, batch.targets()));
    }

    /** The encodings of the first positions (section 3.5), [count, dModel] in one array. */
    float[] positions(int count) {
        try (NDManager scope = engine.newManager()) {
            return scoring.call("positions", new Arguments(scope).number(count))
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    @Override
    public void close() {
        scoring.close();
        weights.close();
    }
}
