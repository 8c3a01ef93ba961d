package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.athanor.transformer.tokenizer.PieceRules.PieceMerges;

/** Writes what {@link PieceJsonReader} reads. */
final class PieceJsonWriter {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SPACE = String.valueOf(PieceRules.SPACE);

    private final ScoredVocabulary vocabulary;
    private final PieceRules rules;

    PieceJsonWriter(ScoredVocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.rules = vocabulary.rules();
    }

    JsonNode normalizer() {
        if (!rules.hasNormalizer()) {
            return NODES.nullNode();
        }
        ObjectNode root = NODES.objectNode();
        root.put("type", "Sequence");
        ArrayNode steps = root.putArray("normalizers");
        if (rules.prefix() == SpacePrefix.ALWAYS) {
            steps.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        steps.add(replace(" ", SPACE));
        return root;
    }

    JsonNode preTokenizer() {
        if (rules.hasNormalizer()) {
            return NODES.nullNode();
        }
        ObjectNode root = NODES.objectNode();
        root.put("type", "Metaspace");
        root.put("replacement", SPACE);
        root.put(
                "prepend_scheme",
                switch (rules.prefix()) {
                    case NEVER -> "never";
                    case ALWAYS, UNLESS_THERE -> "always";
                    case FIRST_UNLESS_THERE -> "first";
                });
        root.put("split", rules.splitsWords());
        return root;
    }

    JsonNode decoder() {
        ObjectNode root = NODES.objectNode();
        root.put("type", "Sequence");
        ArrayNode steps = root.putArray("decoders");
        steps.add(replace(SPACE, " "));
        steps.addObject().put("type", "ByteFallback");
        steps.addObject().put("type", "Fuse");
        if (vocabulary.addsSpace()) {
            steps.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
        return root;
    }

    private static ObjectNode replace(String from, String to) {
        ObjectNode node = NODES.objectNode();
        node.put("type", "Replace");
        node.putObject("pattern").put("String", from);
        node.put("content", to);
        return node;
    }

    ObjectNode model() {
        List<TokenTable.Entry> entries = vocabulary.entries();
        ObjectNode model = NODES.objectNode();
        model.put("type", "BPE");
        model.putNull("dropout");
        if (rules.unknown() < 0) {
            model.putNull("unk_token");
        } else {
            model.put("unk_token", text(entries.get(rules.unknown())));
        }
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", rules.fusesUnknown());
        model.put("byte_fallback", rules.idOfByte() != null);
        model.put("ignore_merges", false);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < entries.size(); id++) {
            if (entries.get(id).kind() != TokenTable.Kind.UNUSED) {
                ids.put(text(entries.get(id)), id);
            }
        }
        ArrayNode merges = model.putArray("merges");
        PieceMerges ranked = merges();
        for (int rank = 0; rank < ranked.left().length; rank++) {
            merges.addArray()
                    .add(text(entries.get(ranked.left()[rank])))
                    .add(text(entries.get(ranked.right()[rank])));
        }
        return model;
    }

    private PieceMerges merges() {
        return rules.merges() != null
                ? rules.merges()
                : PieceJoins.ranked(
                        vocabulary.tokens(), vocabulary.scores(), vocabulary.idOfPiece());
    }

    private static String text(TokenTable.Entry entry) {
        return entry.kind() == TokenTable.Kind.NORMAL
                ? entry.text().replace(' ', PieceRules.SPACE)
                : entry.text();
    }
}
