package org.athanor.tokenizer.codec;

import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/** What the codec's endpoints take and give. */
final class CodecMessages {

    static final int LONGEST_TEXT = 4_000_000;

    private CodecMessages() {}

    /** A text to encode. Special tokens in it are ordinary text. */
    record EncodeRequest(@NotNull @Size(max = LONGEST_TEXT) String text) {}

    /**
     * @param ids one a token
     * @param tokens each token's text; bytes that are no whole character show as U+FFFD
     */
    record Encoded(List<Integer> ids, List<String> tokens) {}

    /**
     * A text's tokens and where they lie.
     *
     * @param count how many there are
     * @param bytes of the text in UTF-8
     */
    record Tokenized(int count, int bytes, List<TokenInText> tokens) {}

    /**
     * @param text of the token; bytes that are no whole character show as U+FFFD
     * @param start first character, in code points
     * @param end behind the last character, in code points
     * @param byteStart first byte in UTF-8
     * @param byteEnd behind the last byte in UTF-8
     */
    record TokenInText(int id, String text, int start, int end, int byteStart, int byteEnd) {}

    /** Ids to decode. Special tokens leave no text. */
    record DecodeRequest(@NotNull @Size(max = LONGEST_TEXT) List<@NotNull Integer> ids) {}

    record Decoded(String text) {}

    /** A conversation to render for the next answer. */
    record RenderRequest(@NotEmpty @Size(max = 10_000) List<@NotNull Message> messages) {}

    /** @param role system, user or assistant */
    record Message(@NotNull String role, @NotNull @Size(max = LONGEST_TEXT) String content) {}

    /**
     * @param vocabularySize rows of a model's embedding
     * @param specialTokens name to id
     */
    record Description(String id, int vocabularySize, Map<String, Integer> specialTokens) {}
}
