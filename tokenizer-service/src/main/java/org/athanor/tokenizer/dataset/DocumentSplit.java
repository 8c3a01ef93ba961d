package org.athanor.tokenizer.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Collectors;
import org.athanor.kit.digest.Sha256;
import org.athanor.tokenizer.corpus.Document;
import org.athanor.transformer.tokenizer.ChatMessage;

/**
 * Divides documents by the hash of their content (of what an answer is given to, where there is
 * one), so the division does not depend on their order or on other documents, and a document that
 * occurs twice is never on both sides. One thread.
 */
final class DocumentSplit {

    private static final double RANGE = 0x1.0p53;

    private final double validationShare;
    private final long seed;
    private final MessageDigest digest = Sha256.digest();

    DocumentSplit(double validationShare, long seed) {
        this.validationShare = validationShare;
        this.seed = seed;
    }

    boolean isValidation(Document document) {
        return isValidation(digest.digest(given(document).getBytes(StandardCharsets.UTF_8)));
    }

    /** @param given the sha256 of {@link #given}, so that a long text is hashed once */
    boolean isValidation(byte[] given) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        byte[] hash = digest.digest(given);
        double fraction = (ByteBuffer.wrap(hash).getLong() >>> 11) / RANGE;
        return fraction < validationShare;
    }

    /** A prompt is on one side with all its answers: else validation would be known text. */
    static String given(Document document) {
        return switch (document) {
            case Document.Text(String text) -> text;
            case Document.Completion(String prompt, _) -> prompt;
            case Document.Chat(List<ChatMessage> messages) ->
                    messages.stream()
                            .takeWhile(message -> message.role() != ChatMessage.Role.ASSISTANT)
                            .map(ChatMessage::content)
                            .collect(Collectors.joining("\0"));
        };
    }
}
