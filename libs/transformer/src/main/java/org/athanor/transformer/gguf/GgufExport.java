package org.athanor.transformer.gguf;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * A model in Hugging Face's layout as a GGUF file that llama.cpp runs, its tokenizer inside. The
 * weights are mapped and converted in pieces: no engine is needed, and little memory.
 */
public final class GgufExport implements AutoCloseable {

    /** The version of the block formats; llama.cpp asks for it in files that have any. */
    private static final int QUANTIZATION_VERSION = 2;

    private final HuggingFaceTensors tensors;
    private final GgufFile file;

    private GgufExport(HuggingFaceTensors tensors, GgufFile file) {
        this.tensors = tensors;
        this.file = file;
    }

    /**
     * Opens a model and checks that all of it can be exported.
     *
     * @param folder with {@code config.json} and {@code model.safetensors}, or its shards with their index
     * @param name for people, {@code general.name} in the file
     * @param endOfText the token at which generation stops, if another than the tokenizer says
     * @param type of the matrices; where a row is no whole number of blocks, bf16
     * @throws IOException when a file is missing, malformed, or does not fit the configuration,
     *     or llama.cpp has no place for something that the configuration asks for
     * @throws IllegalArgumentException when the tokenizer is not the model's
     */
    public static GgufExport open(
            Path folder, String name, Tokenizer tokenizer, OptionalInt endOfText, GgufType type)
            throws IOException {
        DecoderConfig config = DecoderConfig.read(folder);
        Architecture architecture = Architecture.of(config);
        Metadata metadata = new Metadata();
        putGeneral(metadata, architecture, name, type);
        putShape(metadata, architecture, config);
        TokenizerMetadata.put(tokenizer.table(), config.vocabularySize(), endOfText, metadata);
        HuggingFaceTensors tensors = HuggingFaceTensors.open(folder);
        try {
            TensorPlans plans = new TensorPlans(tensors, type);
            architecture.plan(config, plans);
            tensors.checkAllFound();
            return new GgufExport(tensors, new GgufFile(metadata, plans.plans()));
        } catch (IOException | RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    /** Exports to a file, which appears whole or not at all. */
    public static void write(Path folder, Tokenizer tokenizer, GgufType type, Path file)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path partial = target.resolveSibling(target.getFileName() + ".partial");
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        try (GgufExport export = open(folder, name, tokenizer, OptionalInt.empty(), type)) {
            try (FileChannel channel =
                    FileChannel.open(
                            partial,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                export.writeTo(channel);
                channel.force(true);
            }
            Files.move(
                    partial,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** Length of the file. */
    public long bytes() {
        return file.bytes();
    }

    /**
     * Writes the whole file.
     *
     * @throws IOException from {@code out}, or naming a tensor with a value that does not fit its type
     */
    public void writeTo(WritableByteChannel out) throws IOException {
        file.writeTo(out);
    }

    private static void putGeneral(
            Metadata metadata, Architecture architecture, String name, GgufType type) {
        metadata.putString("general.architecture", architecture.name());
        metadata.putString("general.type", "model");
        metadata.putString("general.name", name);
        metadata.putInteger("general.file_type", type.fileType());
        metadata.putInteger(GgufFile.ALIGNMENT_KEY, GgufFile.ALIGNMENT);
        if (type.blockElements() > 1) {
            metadata.putInteger("general.quantization_version", QUANTIZATION_VERSION);
        }
    }

    private static void putShape(
            Metadata metadata, Architecture architecture, DecoderConfig config) {
        String prefix = architecture.name() + ".";
        metadata.putInteger(prefix + "vocab_size", config.vocabularySize());
        metadata.putInteger(prefix + "context_length", config.contextLength());
        metadata.putInteger(prefix + "embedding_length", config.dModel());
        metadata.putInteger(prefix + "block_count", config.layers());
        metadata.putInteger(prefix + "feed_forward_length", config.dHidden());
        metadata.putInteger(prefix + "attention.head_count", config.heads());
        metadata.putInteger(prefix + "attention.head_count_kv", config.kvHeads());
        metadata.putInteger(prefix + "attention.key_length", config.headDim());
        metadata.putInteger(prefix + "attention.value_length", config.headDim());
        architecture.describe(config, metadata);
    }

    @Override
    public void close() {
        tensors.close();
    }
}
