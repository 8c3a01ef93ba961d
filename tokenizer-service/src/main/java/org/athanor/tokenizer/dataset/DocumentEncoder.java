package org.athanor.tokenizer.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.athanor.kit.digest.Sha256;
import org.athanor.tokenizer.corpus.Document;
import org.athanor.tokenizer.corpus.Form;
import org.athanor.transformer.dataset.ContentHash;
import org.athanor.transformer.tokenizer.ChatTemplate;
import org.athanor.transformer.tokenizer.Encoder;
import org.athanor.transformer.tokenizer.RenderedChat;
import org.athanor.transformer.tokenizer.TokenBuffer;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Turns documents into tokens. Plain text ends with the token between documents; pairs and
 * conversations go through the chat template, with the mask of what counts in the loss. One thread.
 */
final class DocumentEncoder {

    private final Encoder encoder;
    private final int endOfText;
    private final ChatTemplate template;
    private final DocumentSplit split;
    private final MessageDigest digest = Sha256.digest();
    private final TokenBuffer ids = new TokenBuffer(1 << 12);

    /** @param encoder of the tokenizer, for this thread */
    DocumentEncoder(Tokenizer tokenizer, Encoder encoder, DocumentSplit split, Form form) {
        this.encoder = encoder;
        this.endOfText = tokenizer.endOfText();
        this.template = form == Form.TEXT ? null : tokenizer.chatTemplate();
        this.split = split;
    }

    EncodedDocument encode(Document document) {
        return switch (document) {
            case Document.Text(String text) -> {
                byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                yield encode(utf8, utf8.length);
            }
            case Document.Completion(String prompt, String completion) ->
                    masked(document, template.render(prompt, completion));
            case Document.Chat chat -> masked(document, template.render(chat.messages()));
        };
    }

    /**
     * Plain text. The hash of its content is also what its side follows from.
     *
     * @param text UTF-8, its first {@code length} bytes
     */
    EncodedDocument encode(byte[] text, int length) {
        digest.update(text, 0, length);
        byte[] sha256 = digest.digest();
        ids.clear();
        encoder.encode(text, 0, length, ids);
        ids.add(endOfText);
        return new EncodedDocument(
                split.isValidation(sha256),
                length,
                ids.toArray(),
                null,
                ContentHash.ofSha256(sha256));
    }

    /** Of its parts' bytes with a zero between them. */
    private EncodedDocument masked(Document document, RenderedChat chat) {
        long bytes = 0;
        boolean first = true;
        for (String text : document.texts()) {
            if (!first) {
                digest.update((byte) 0);
            }
            first = false;
            byte[] part = text.getBytes(StandardCharsets.UTF_8);
            digest.update(part);
            bytes += part.length;
        }
        return new EncodedDocument(
                split.isValidation(document),
                bytes,
                chat.tokens(),
                chat.lossMask(),
                ContentHash.ofSha256(digest.digest()));
    }
}
