package org.athanor.transformer.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;

/** The tokens of a tokenizer, and what is particular to its kind. */
sealed interface TokenSet permits Vocabulary, ScoredVocabulary {

    /** Bytes by id; null where the id is an added token's or nobody's. */
    byte[][] tokens();

    /** Text to id, of tokens that text never encodes to. */
    SequencedMap<String, Integer> addedTokens();

    /** The added tokens that decoding leaves out of the text. */
    Set<String> special();

    TextEncoder encoder();

    /** The id between documents. */
    String endOfText();

    /** The token that every encoded text begins with, if this kind has one. */
    OptionalInt beginning();

    /** Writes the file that holds these tokens. */
    void write(Path folder) throws IOException;

    /** The tokens as other programs' files list them, in the order of their ids. */
    List<TokenTable.Entry> entries();

    /** The merges in their order, each two tokens' texts; empty where scores decide. */
    List<TokenTable.MergeText> merges();

    default int size() {
        return tokens().length;
    }

    /** Added tokens by id. */
    default Map<Integer, String> addedById() {
        Map<Integer, String> byId = new LinkedHashMap<>();
        addedTokens().forEach((text, id) -> byId.put(id, text));
        return byId;
    }
}
