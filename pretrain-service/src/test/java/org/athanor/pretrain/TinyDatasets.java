package org.athanor.pretrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.RenderedChat;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Small datasets with a pattern that a tiny model finds in seconds. */
public final class TinyDatasets {

    /** Bytes and special tokens alone. */
    public static final Tokenizer TOKENIZER = Tokenizer.ofMerges(List.of());

    private static final List<String> SUBJECTS = List.of("the cat", "a dog", "my bird", "her fish");
    private static final List<String> VERBS = List.of("sees", "likes", "hears");
    private static final List<String> OBJECTS = List.of("rain", "snow", "wind", "fire");

    private TinyDatasets() {}

    /** Sentences of a small grammar, each a document with its separator. */
    public static ArtifactId text(ArtifactStore store, int trainDocuments, int otherDocuments) {
        return publish(
                store,
                false,
                (writer, random) -> {
                    int[] ids = TOKENIZER.encode(sentence(random));
                    int[] document = Arrays.copyOf(ids, ids.length + 1);
                    document[ids.length] = TOKENIZER.endOfText();
                    writer.append(document);
                },
                trainDocuments,
                otherDocuments,
                TOKENIZER);
    }

    /** A prompt names a subject; the completion is always its own word. */
    public static ArtifactId answers(ArtifactStore store, int trainDocuments, int otherDocuments) {
        return publish(
                store,
                true,
                (writer, random) -> {
                    int which = random.nextInt(SUBJECTS.size());
                    RenderedChat chat =
                            TOKENIZER
                                    .chatTemplate()
                                    .render(SUBJECTS.get(which) + "?", OBJECTS.get(which));
                    writer.append(chat.tokens(), chat.lossMask());
                },
                trainDocuments,
                otherDocuments,
                TOKENIZER);
    }

    /** Like {@link #answers}, with another tokenizer. */
    public static ArtifactId otherTokenizer(ArtifactStore store) {
        Tokenizer other =
                Tokenizer.ofMerges(
                        List.of(new Merge(TOKENIZER.encode("t")[0], TOKENIZER.encode("h")[0])));
        return publish(
                store,
                true,
                (writer, random) -> {
                    RenderedChat chat = other.chatTemplate().render("the?", "the");
                    writer.append(chat.tokens(), chat.lossMask());
                },
                64,
                8,
                other);
    }

    private static String sentence(Random random) {
        return pick(SUBJECTS, random)
                + " "
                + pick(VERBS, random)
                + " "
                + pick(OBJECTS, random)
                + ".";
    }

    private static String pick(List<String> words, Random random) {
        return words.get(random.nextInt(words.size()));
    }

    private interface Document {
        void write(TokenShardWriter writer, Random random) throws IOException;
    }

    private static ArtifactId publish(
            ArtifactStore store,
            boolean masked,
            Document document,
            int trainDocuments,
            int validationDocuments,
            Tokenizer tokenizer) {
        try (ArtifactDraft draft = store.draft(ArtifactKind.DATASET)) {
            Path folder = draft.directory();
            tokenizer.save(folder);
            split(folder, "train", masked, document, trainDocuments, tokenizer);
            split(folder, "validation", masked, document, validationDocuments, tokenizer);
            return store.publish(
                            draft,
                            new ArrayList<>(),
                            Map.of("form", masked ? "completion" : "text"),
                            null)
                    .id();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void split(
            Path folder,
            String split,
            boolean masked,
            Document document,
            int documents,
            Tokenizer tokenizer)
            throws IOException {
        Random random = new Random(split.hashCode());
        try (TokenShardWriter writer =
                TokenShardWriter.create(folder, split, tokenizer.vocabularySize(), masked)) {
            for (int i = 0; i < documents; i++) {
                document.write(writer, random);
            }
        }
    }
}
