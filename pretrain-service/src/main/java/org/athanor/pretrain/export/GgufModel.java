package org.athanor.pretrain.export;

import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.OptionalInt;
import org.athanor.kit.artifact.Artifact;
import org.athanor.transformer.gguf.GgufExport;
import org.athanor.transformer.gguf.GgufType;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.tokenizer.Tokenizer;

/** A model artifact that becomes a GGUF file on its way to the client. */
final class GgufModel implements StreamingOutput {

    private final Artifact artifact;
    private final GgufType type;
    private final long bytes;

    /**
     * Checks that all of it can be exported, so that what is wrong is known before the first byte.
     *
     * @throws IOException when a file of the model cannot be read
     * @throws IllegalArgumentException when its tokenizer is not this model's
     */
    GgufModel(Artifact artifact, GgufType type) throws IOException {
        this.artifact = artifact;
        this.type = type;
        try (GgufExport export = open()) {
            this.bytes = export.bytes();
        }
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void write(OutputStream client) throws IOException {
        try (GgufExport export = open()) {
            export.writeTo(Channels.newChannel(client));
        }
    }

    private GgufExport open() throws IOException {
        return GgufExport.open(
                artifact.directory(),
                "athanor-" + artifact.id().abbreviated(),
                Tokenizer.load(artifact.directory()),
                endOfText(),
                type);
    }

    /** A base model stops at the end of a text, a fine-tuned one at the end of an answer. */
    private OptionalInt endOfText() throws IOException {
        return GenerationConfig.read(artifact.directory()).stopIds().stream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }
}
