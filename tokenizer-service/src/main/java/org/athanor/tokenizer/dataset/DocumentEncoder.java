package org.athanor.tokenizer.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.athanor.tokenizer.corpus.Document;
import org.athanor.transformer.tokenizer.ChatTemplate;
import org.athanor.transformer.tokenizer.RenderedChat;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Turns documents into tokens. Plain text ends with the token between documents; pairs and
 * conversations go through the chat template, with the mask of what counts in the loss. Safe for
 * many threads.
 */
final class DocumentEncoder {

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final DocumentSplit split;

    DocumentEncoder(Tokenizer tokenizer, DocumentSplit split) {
        this.tokenizer = tokenizer;
        this.template = tokenizer.chatTemplate();
        this.split = split;
    }

    List<EncodedDocument> encode(List<Document> documents) {
        return documents.stream().map(this::encode).toList();
    }

    private EncodedDocument encode(Document document) {
        boolean validation = split.isValidation(document);
        long bytes = 0;
        for (String text : document.texts()) {
            bytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
        return switch (document) {
            case Document.Text(String text) ->
                    new EncodedDocument(validation, bytes, terminated(text), null);
            case Document.Completion(String prompt, String completion) ->
                    masked(validation, bytes, template.render(prompt, completion));
            case Document.Chat chat -> masked(validation, bytes, template.render(chat.messages()));
        };
    }

    private int[] terminated(String text) {
        int[] tokens = tokenizer.encode(text);
        int[] document = Arrays.copyOf(tokens, tokens.length + 1);
        document[tokens.length] = tokenizer.endOfText();
        return document;
    }

    private static EncodedDocument masked(boolean validation, long bytes, RenderedChat chat) {
        return new EncodedDocument(validation, bytes, chat.tokens(), chat.lossMask());
    }
}
