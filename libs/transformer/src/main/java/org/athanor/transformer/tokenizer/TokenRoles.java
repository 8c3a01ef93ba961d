package org.athanor.transformer.tokenizer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Which tokens begin and end a text, a document or an answer: by their names, or as a file says. */
final class TokenRoles {

    /** What well-known models write between documents. */
    static final List<String> DOCUMENT_ENDS =
            List.of(SpecialTokens.END_OF_TEXT, "<|end_of_text|>", ScoredVocabulary.END, "<eos>");

    private static final List<String> NAMES =
            List.of("bos_token", "eos_token", "unk_token", "pad_token");

    private final TokenSet vocabulary;
    private final TextFrame frame;
    private final TokenizerConfig config;

    TokenRoles(TokenSet vocabulary, TextFrame frame, TokenizerConfig config) {
        this.vocabulary = vocabulary;
        this.frame = frame;
        this.config = config;
    }

    OptionalInt id(String added) {
        Integer id = vocabulary.addedTokens().get(added);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** What {@code tokenizer_config.json} says, or else the fallback. */
    OptionalInt configured(String role, OptionalInt fallback) {
        return config.token(role).map(this::id).orElse(fallback);
    }

    OptionalInt beginning() {
        return frame.begin().length == 0 ? OptionalInt.empty() : OptionalInt.of(frame.begin()[0]);
    }

    OptionalInt documentEnd() {
        OptionalInt own = id(vocabulary.endOfText());
        if (own.isPresent()) {
            return own;
        }
        for (String text : DOCUMENT_ENDS) {
            OptionalInt known = id(text);
            if (known.isPresent()) {
                return known;
            }
        }
        return configured("eos_token", OptionalInt.empty());
    }

    /** Texts of special tokens by the names under which templates ask for them. */
    Map<String, String> texts() {
        Map<String, String> texts = new HashMap<>();
        for (String role : NAMES) {
            config.token(role).ifPresent(text -> texts.put(role, text));
        }
        Map<Integer, String> added = vocabulary.addedById();
        beginning().ifPresent(id -> texts.putIfAbsent("bos_token", added.get(id)));
        documentEnd().ifPresent(id -> texts.putIfAbsent("eos_token", added.get(id)));
        return texts;
    }
}
