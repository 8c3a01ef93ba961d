package org.athanor.pretrain.imports;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.athanor.contracts.Topics;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.ArtifactPublished;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.Transactions;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.pretrain.device.DeviceMemory;
import org.athanor.pretrain.device.Engines;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.tokenizer.TokenizerFiles;

/** Makes a model artifact out of a folder that somebody sent, after loading it as everybody will. */
@ApplicationScoped
class ModelImporter {

    private final ArtifactStore store;
    private final Engines engines;
    private final DeviceMemory memory;
    private final Transactions transactions;
    private final Outbox outbox;
    private final long maximumBytes;

    ModelImporter(
            ArtifactStore store,
            Engines engines,
            DeviceMemory memory,
            Transactions transactions,
            Outbox outbox,
            ImportConfig config) {
        this.store = store;
        this.engines = engines;
        this.memory = memory;
        this.transactions = transactions;
        this.outbox = outbox;
        this.maximumBytes = config.maxBytes().asLongValue();
    }

    /**
     * Imports; the same folder twice is one artifact.
     *
     * @param zip the folder's files, at the top of a zip file
     * @throws AthanorException UNPROCESSABLE, naming file and field, when it is no model that can be used
     */
    ImportedModel importFolder(InputStream zip) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.MODEL)) {
            List<String> files = new ZippedFolder(maximumBytes).unpack(zip, draft);
            DecoderConfig config = check(draft.directory());
            Manifest manifest =
                    store.publish(
                            draft,
                            List.of(),
                            Map.of(
                                    "training", "import",
                                    "modelType", config.modelType().label(),
                                    "parameters", config.parameters()),
                            null);
            transactions.runUntilCommitted(
                    () ->
                            outbox.append(
                                    Topics.ARTIFACTS_PUBLISHED, new ArtifactPublished(manifest)));
            return new ImportedModel(
                    manifest.id(),
                    config.modelType().label(),
                    config.parameters(),
                    config.contextLength(),
                    files);
        }
    }

    private DecoderConfig check(Path folder) {
        try {
            DecoderConfig config = DecoderConfig.read(folder);
            GenerationConfig.read(folder);
            requireTokenizer(folder, config);
            requireFits(config);
            requireFiniteLogits(folder);
            return config;
        } catch (IOException e) {
            // Messages name files by their path on this machine, which is nobody's business.
            String reason = String.valueOf(e.getMessage()).replace(folder + "/", "");
            throw unusable(reason.replace(folder.toString(), "the folder"), e);
        }
    }

    private static void requireTokenizer(Path folder, DecoderConfig config) throws IOException {
        if (!TokenizerFiles.areIn(folder)) {
            throw unusable(
                    TokenizerFiles.VOCABULARIES.getFirst()
                            + " is missing: nobody could read what the model says",
                    null);
        }
        int tokens = Tokenizer.load(folder).vocabularySize();
        if (tokens > config.vocabularySize()) {
            throw unusable(
                    "its tokenizer has %d tokens, its model %d"
                            .formatted(tokens, config.vocabularySize()),
                    null);
        }
    }

    private void requireFits(DecoderConfig config) {
        OptionalLong available = memory.availableBytes();
        long needed = config.parameters() * Float.BYTES;
        if (available.isPresent() && needed > available.getAsLong()) {
            throw unusable(
                    "it needs %,d bytes to be loaded and %,d are there"
                            .formatted(needed, available.getAsLong()),
                    null);
        }
    }

    /** Weights that are not numbers load like any others. */
    private void requireFiniteLogits(Path folder) throws IOException {
        try (LanguageModel model = LanguageModel.load(engines.automatic(), folder)) {
            for (float logit : model.logits(new int[][] {{0}})[0][0]) {
                if (!Float.isFinite(logit)) {
                    throw unusable("its answers are not numbers: the weights are damaged", null);
                }
            }
        }
    }

    private static AthanorException unusable(String reason, Exception cause) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE, "the model cannot be imported: " + reason, cause);
    }
}
