package org.athanor.transformer.tokenizer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/**
 * OpenAI's published vocabularies. Their rank files come with JTokkit; special tokens and split
 * patterns are those of tiktoken.
 */
enum NamedVocabulary {
    R50K_BASE(SplitPattern.GPT2) {
        @Override
        void addSpecialTokens(SequencedMap<String, Integer> added) {
            added.put(SpecialTokens.END_OF_TEXT, 50_256);
        }
    },
    CL100K_BASE(SplitPattern.CL100K) {
        @Override
        void addSpecialTokens(SequencedMap<String, Integer> added) {
            added.put(SpecialTokens.END_OF_TEXT, 100_257);
            added.put("<|fim_prefix|>", 100_258);
            added.put("<|fim_middle|>", 100_259);
            added.put("<|fim_suffix|>", 100_260);
            added.put(END_OF_PROMPT, 100_276);
        }
    },
    O200K_BASE(SplitPattern.O200K) {
        @Override
        void addSpecialTokens(SequencedMap<String, Integer> added) {
            added.put(SpecialTokens.END_OF_TEXT, 199_999);
            added.put(END_OF_PROMPT, 200_018);
        }
    };

    private static final String END_OF_PROMPT = "<|endofprompt|>";
    private static final String FOLDER = "/com/knuddels/jtokkit/";

    private final SplitPattern pattern;
    private Tokenizer tokenizer;

    NamedVocabulary(SplitPattern pattern) {
        this.pattern = pattern;
    }

    abstract void addSpecialTokens(SequencedMap<String, Integer> added);

    /**
     * @throws IllegalArgumentException when there is none of that name
     */
    static NamedVocabulary of(String name) {
        return Arrays.stream(values())
                .filter(vocabulary -> vocabulary.label().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no vocabulary is named '"
                                                + name
                                                + "', there are "
                                                + names()));
    }

    static List<String> names() {
        return Arrays.stream(values()).map(NamedVocabulary::label).toList();
    }

    /** Read at the first call. */
    synchronized Tokenizer tokenizer() {
        if (tokenizer == null) {
            tokenizer = new Tokenizer(vocabulary(), TextFrame.NONE, TokenizerConfig.completing());
        }
        return tokenizer;
    }

    private Vocabulary vocabulary() {
        SequencedMap<String, Integer> added = new LinkedHashMap<>();
        addSpecialTokens(added);
        byte[][] tokens =
                RankFile.read(FOLDER + label() + ".tiktoken", added.lastEntry().getValue() + 1);
        return Vocabulary.ofRanks(tokens, added, pattern);
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
