package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code tokenizer.json}, the layout of Hugging Face's tokenizers library: byte-level BPE, BPE over
 * pieces as SentencePiece's, and by that library itself Unigram, WordPiece and what of BPE has steps that
 * are not written here.
 */
final class TokenizerJson {

    static final String FILE_NAME = "tokenizer.json";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TokenizerJson() {}

    static FramedTokens read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        JsonNode root = JsonFile.read(file);
        String type = root.at("/model/type").asText("BPE");
        return switch (type) {
            case "BPE" -> PieceJsonReader.isMeant(root) ? pieces(file, root) : bytes(file, root);
            case "Unigram", "WordPiece" -> new LibraryJsonReader(file, root).read();
            default ->
                    throw new TokenizerFormatException(
                            file,
                            "/model/type %s is not supported: BPE, Unigram and WordPiece are"
                                    .formatted(type));
        };
    }

    private static FramedTokens pieces(Path file, JsonNode root) throws TokenizerFormatException {
        PieceJsonReader pieces = new PieceJsonReader(file, root);
        return pieces.hasKnownNormalizer()
                ? pieces.read()
                : new LibraryJsonReader(file, root).read();
    }

    private static FramedTokens bytes(Path file, JsonNode root) throws TokenizerFormatException {
        boolean isOurs = SplitPatternJson.isKnown(root.path("pre_tokenizer"));
        return isOurs || !LibrarySteps.cutBytes(root)
                ? new TokenizerJsonReader(file, root).read()
                : new LibraryJsonReader(file, root).read();
    }

    static void write(Vocabulary vocabulary, TextFrame frame, Path folder) throws IOException {
        ObjectNode root = root(vocabulary, frame);
        root.set("normalizer", NormalFormJson.write(frame.form()));
        root.set("pre_tokenizer", SplitPatternJson.write(vocabulary.pattern()));
        root.set("post_processor", BeginTokensJson.write(vocabulary, frame));
        root.set("decoder", SplitPatternJson.byteLevel(true));
        root.set("model", model(vocabulary));
        JsonFile.write(folder.resolve(FILE_NAME), root);
    }

    static void write(ScoredVocabulary vocabulary, TextFrame frame, Path folder)
            throws IOException {
        ObjectNode root = root(vocabulary, frame);
        PieceJsonWriter pieces = new PieceJsonWriter(vocabulary);
        root.set("normalizer", pieces.normalizer());
        root.set("pre_tokenizer", pieces.preTokenizer());
        root.set("post_processor", BeginTokensJson.write(vocabulary, frame));
        root.set("decoder", pieces.decoder());
        root.set("model", pieces.model());
        JsonFile.write(folder.resolve(FILE_NAME), root);
    }

    private static ObjectNode root(TokenSet tokens, TextFrame frame) {
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        root.set("added_tokens", AddedTokensJson.write(tokens, frame));
        return root;
    }

    private static ObjectNode model(Vocabulary vocabulary) {
        ObjectNode model = NODES.objectNode();
        model.put("type", "BPE");
        model.putNull("dropout");
        model.putNull("unk_token");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("ignore_merges", vocabulary.wholeTokensFirst());
        Map<Integer, String> added = vocabulary.addedById();
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] bytes = vocabulary.tokens()[id];
            if (bytes != null) {
                ids.put(ByteAlphabet.toText(bytes), id);
            } else if (added.containsKey(id)) {
                ids.put(added.get(id), id);
            }
        }
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merge -> merges.add(merge.left() + ' ' + merge.right()));
        return model;
    }
}
