package org.athanor.transformer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.athanor.transformer.engine.Engine;

/**
 * The f32 weights of one model, in the order in which scripts take them. Whoever changes them in place
 * calls {@link #changed()}, so that copies made for decoding are renewed.
 */
public final class ModelWeights implements AutoCloseable {

    private final Engine engine;
    private final WeightLayout layout;
    private final NDManager manager;
    private final List<NDArray> tensors = new ArrayList<>();
    private final AtomicLong version = new AtomicLong();
    private final List<ModelWeights> owners = new ArrayList<>();

    private ModelWeights(Engine engine, WeightLayout layout) {
        this.engine = engine;
        this.layout = layout;
        this.manager = engine.newManager();
    }

    /** Random weights: the same seed gives the same bits. */
    public static ModelWeights initialise(Engine engine, WeightLayout layout, long seed) {
        ModelWeights weights = new ModelWeights(engine, layout);
        for (int i = 0; i < layout.weights().size(); i++) {
            NDArray tensor = weights.add(layout.weights().get(i));
            Initialiser.fill(tensor, layout.weights().get(i), seed, i);
        }
        return weights;
    }

    /** Reads a folder's weights in Hugging Face's layout. */
    public static ModelWeights load(Engine engine, WeightLayout layout, Path folder)
            throws IOException {
        try (WeightFile in = WeightFile.openFolder(folder)) {
            return load(engine, layout, in);
        }
    }

    /** Reads one file by itself, whatever it is called. */
    static ModelWeights loadFile(Engine engine, WeightLayout layout, Path file) throws IOException {
        try (WeightFile in = WeightFile.openFile(file)) {
            return load(engine, layout, in);
        }
    }

    private static ModelWeights load(Engine engine, WeightLayout layout, WeightFile in)
            throws IOException {
        in.check(layout);
        ModelWeights weights = new ModelWeights(engine, layout);
        try {
            for (WeightSpec spec : layout.weights()) {
                in.read(spec, weights.add(spec));
            }
            return weights;
        } catch (IOException | RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /**
     * The same body under another layout's head: weights that both layouts have are copied, the others
     * are initialised from {@code seed}.
     */
    ModelWeights under(WeightLayout other, int shared, long seed) {
        return under(engine, other, shared, seed);
    }

    private ModelWeights under(Engine where, WeightLayout other, int shared, long seed) {
        ModelWeights weights = new ModelWeights(where, other);
        try {
            for (int i = 0; i < other.weights().size(); i++) {
                NDArray tensor = weights.add(other.weights().get(i));
                if (i < shared) {
                    HostCopy.copy(tensors.get(i), tensor);
                } else {
                    Initialiser.fill(tensor, other.weights().get(i), seed, i);
                }
            }
            return weights;
        } catch (RuntimeException e) {
            weights.close(); // a device that is full
            throw e;
        }
    }

    /**
     * The weights of this model from {@code first} on, followed by an adapter's: the same tensors, which
     * stay their owners' to close.
     */
    ModelWeights from(int first, ModelWeights adapter) {
        List<WeightSpec> specs =
                new ArrayList<>(layout.weights().subList(first, layout.weights().size()));
        specs.addAll(adapter.layout.weights());
        ModelWeights both = new ModelWeights(engine, new WeightLayout(specs, 0, 0));
        both.tensors.addAll(tensors.subList(first, tensors.size()));
        both.tensors.addAll(adapter.tensors);
        both.owners.addAll(List.of(this, adapter));
        return both;
    }

    /** A copy that shares nothing with this one. */
    public ModelWeights copy() {
        return copyTo(engine);
    }

    /** The same on another engine, perhaps of another device. */
    ModelWeights copyTo(Engine where) {
        return under(where, layout, tensors.size(), 0);
    }

    /** Overwrites these weights, in place, by those of a model of the same shape. */
    public void set(ModelWeights other) {
        if (!layout.equals(other.layout)) {
            throw new IllegalArgumentException(
                    "weights of another shape cannot be copied into these");
        }
        for (int i = 0; i < tensors.size(); i++) {
            HostCopy.copy(other.tensors.get(i), tensors.get(i));
        }
        changed();
    }

    /** Writes one f32 file, for a checkpoint. */
    public void save(Path file) throws IOException {
        new WeightFileWriter(layout, tensors).writeFile(file);
    }

    /** Writes a folder's weights, in one file or in several. */
    void save(Path folder, WeightFormat format) throws IOException {
        new WeightFileWriter(layout, tensors).writeFolder(folder, format);
    }

    /** Writes a copy of these weights as they were when it was taken. */
    void save(Path file, HostTensors copy) throws IOException {
        new WeightFileWriter(layout, copy.tensors()).writeFile(file);
    }

    /** Overwrites the weights by those of a file that {@link #save} wrote for the same shape. */
    public void restore(Path file) throws IOException {
        try (WeightFile in = WeightFile.openFile(file)) {
            in.check(layout);
            for (int i = 0; i < tensors.size(); i++) {
                in.read(layout.weights().get(i), tensors.get(i));
            }
        }
        changed();
    }

    public Engine engine() {
        return engine;
    }

    /** The tensors themselves, on the engine's device; changes to them are changes to the model. */
    public List<NDArray> tensors() {
        return List.copyOf(tensors);
    }

    /**
     * The rows of each matrix that weight {@code index} stacks (queries, keys and values are one weight);
     * none where it is an embedding, a head or no matrix.
     */
    public int[] hiddenMatrices(int index) {
        return layout.hiddenMatrices(index);
    }

    /** Number of parameters. */
    public long parameters() {
        return layout.parameters();
    }

    /** Says that the tensors have been changed in place. */
    public void changed() {
        version.incrementAndGet();
        owners.forEach(ModelWeights::changed);
    }

    /** Grows with every {@link #changed()}. */
    public long version() {
        return version.get();
    }

    /** Digest over the bytes of all weights in order: equal when and only when the weights are. */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (NDArray tensor : tensors) {
                HostCopy.eachPiece(tensor, (ByteBuffer bytes) -> digest.update(bytes));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private NDArray add(WeightSpec spec) {
        NDArray tensor = manager.create(new Shape(spec.shape()), DataType.FLOAT32);
        tensors.add(tensor);
        return tensor;
    }

    @Override
    public void close() {
        manager.close();
    }
}
