package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.athanor.transformer.tokenizer.SentencePieceFile.Piece;

/**
 * A SentencePiece model as a {@code tokenizer.json} says it, for Hugging Face's library.
 *
 * @param characterMap its {@code precompiled_charsmap}; empty where characters stay as they are
 * @param addsPrefix whether a text gets a space in front
 * @param removesSpaces whether spaces at the ends and doubled ones go
 */
record SentencePieceJson(byte[] characterMap, boolean addsPrefix, boolean removesSpaces) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SPACE = String.valueOf(PieceRules.SPACE);

    /** Whether texts stay as they are but for the space in front. */
    boolean isIdentity() {
        return characterMap.length == 0 && !removesSpaces;
    }

    ObjectNode unigram(List<Piece> pieces, boolean fallsToBytes) {
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        ObjectNode model = NODES.objectNode();
        model.put("type", "Unigram");
        model.putNull("unk_id");
        model.put("byte_fallback", fallsToBytes);
        ArrayNode vocab = model.putArray("vocab");
        for (int id = 0; id < pieces.size(); id++) {
            Piece piece = pieces.get(id);
            vocab.addArray().add(piece.text()).add((double) piece.score());
            if (piece.isUnknown()) {
                model.put("unk_id", id);
            }
            if (piece.isAdded()) {
                added.add(added(id, piece));
            }
        }
        root.putObject("normalizer").put("type", "Sequence").set("normalizers", normalizers());
        root.set("pre_tokenizer", metaspace());
        root.set("decoder", metaspace());
        root.set("model", model);
        return root;
    }

    private static ObjectNode added(int id, Piece piece) {
        return NODES.objectNode()
                .put("id", id)
                .put("content", piece.text())
                .put("special", piece.isSpecial())
                .put("normalized", false)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false);
    }

    private ObjectNode metaspace() {
        return NODES.objectNode()
                .put("type", "Metaspace")
                .put("replacement", SPACE)
                .put("prepend_scheme", addsPrefix ? "always" : "never")
                .put("split", true);
    }

    /** BPE, whose pieces are joined over the whole text. */
    ObjectNode joined(ScoredVocabulary vocabulary) {
        PieceJsonWriter pieces = new PieceJsonWriter(vocabulary);
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0");
        root.set("added_tokens", AddedTokensJson.write(vocabulary, TextFrame.NONE));
        ArrayNode steps = normalizers();
        steps.addAll((ArrayNode) pieces.normalizer().path("normalizers"));
        root.putObject("normalizer").put("type", "Sequence").set("normalizers", steps);
        root.putNull("pre_tokenizer");
        root.set("decoder", pieces.decoder());
        root.set("model", pieces.model());
        return root;
    }

    private ArrayNode normalizers() {
        ArrayNode steps = NODES.arrayNode();
        if (characterMap.length > 0) {
            steps.addObject().put("type", "Precompiled").put("precompiled_charsmap", characterMap);
        }
        if (removesSpaces) {
            steps.addObject().put("type", "Strip").put("strip_left", true).put("strip_right", true);
            ObjectNode replace = steps.addObject().put("type", "Replace").put("content", " ");
            replace.putObject("pattern").put("Regex", " {2,}");
        }
        return steps;
    }
}
