package org.athanor.reward.scoring;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.athanor.reward.feedback.Turn;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.athanor.transformer.tokenizer.ChatTemplate;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * A prompt and an answer as the tokens that a reward model reads: rendered by the chat template, the
 * end token last, because the score is read there.
 */
public final class AnswerEncoder {

    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final int sequence;

    /** @param sequence longest sequence in tokens */
    public AnswerEncoder(Tokenizer tokenizer, int sequence) {
        this.tokenizer = tokenizer;
        this.template = tokenizer.chatTemplate();
        this.sequence = sequence;
    }

    /** The conversation up to where the answer begins. */
    public int[] prompt(List<Turn> turns) {
        return template.prompt(
                turns.stream()
                        .map(
                                turn ->
                                        new ChatMessage(
                                                ChatMessage.Role.of(turn.role()), turn.content()))
                        .toList());
    }

    /**
     * Prompt, answer and end token. When they are too long together, the prompt loses its
     * beginning; empty when the answer leaves it no token at all.
     *
     * @param prompt as of {@link #prompt}
     */
    public Optional<int[]> answer(int[] prompt, String completion) {
        int[] answer = tokenizer.encodeContinuation(completion);
        int room = sequence - answer.length - 1;
        if (room < 1) {
            return Optional.empty();
        }
        int kept = Math.min(room, prompt.length);
        int[] tokens = Arrays.copyOf(tail(prompt, kept), kept + answer.length + 1);
        System.arraycopy(answer, 0, tokens, kept, answer.length);
        tokens[tokens.length - 1] = tokenizer.end();
        return Optional.of(tokens);
    }

    private static int[] tail(int[] tokens, int length) {
        return Arrays.copyOfRange(tokens, tokens.length - length, tokens.length);
    }
}
