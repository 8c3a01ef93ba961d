package org.athanor.transformer.tokenizer;

import java.util.List;
import java.util.OptionalInt;

/**
 * Renders a conversation to token ids. What somebody says cannot forge a turn: special tokens are the
 * template's alone. A prompt's tokens are those that training saw before the answer.
 */
public sealed interface ChatTemplate permits OwnChatTemplate, JinjaChatTemplate {

    /**
     * The conversation so far, ready for the next answer.
     *
     * @throws IllegalArgumentException when the template refuses the conversation
     */
    int[] prompt(List<ChatMessage> messages);

    /** A prompt alone is a user's single turn. */
    default int[] prompt(String prompt) {
        return prompt(List.of(new ChatMessage(ChatMessage.Role.USER, prompt)));
    }

    /**
     * A whole conversation with the mask of its answers, for fine-tuning and for reward models.
     *
     * @throws IllegalArgumentException when the template refuses the conversation, or what the assistant
     *     said cannot be found again in what it made of it
     */
    RenderedChat render(List<ChatMessage> messages);

    /** A prompt and its completion are a conversation of one turn each. */
    default RenderedChat render(String prompt, String completion) {
        return render(
                List.of(
                        new ChatMessage(ChatMessage.Role.USER, prompt),
                        new ChatMessage(ChatMessage.Role.ASSISTANT, completion)));
    }

    /** The special token that closes an answer, if the template has one. */
    OptionalInt end();
}
