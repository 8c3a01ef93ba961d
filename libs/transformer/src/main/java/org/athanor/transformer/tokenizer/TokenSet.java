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
sealed interface TokenSet permits Vocabulary, ScoredVocabulary, LibraryVocabulary {

    /** Bytes by id; null where the id is an added token's or nobody's. */
    byte[][] tokens();

    /** Text to id, of tokens that no merge makes. Text encodes to none of those that are special. */
    SequencedMap<String, Integer> addedTokens();

    /** The added tokens that decoding leaves out of the text. */
    Set<String> special();

    TextEncoder encoder();

    /** Whether a text that has an added token's text gets its id. */
    default boolean isMatched(String added) {
        return !special().contains(added);
    }

    /** The id between documents. */
    String endOfText();

    /** The token behind which a text's first token has a space that is not the text's. */
    OptionalInt beginning();

    /** Whether the first token of a text has a space that is not the text's. */
    default boolean addsSpace() {
        return false;
    }

    /** Writes the file that holds these tokens. */
    void write(Path folder, TextFrame frame) throws IOException;

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
