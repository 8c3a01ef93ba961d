package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.stream.IntStream;
import org.athanor.inference.openai.ChatChunk.Choice;
import org.athanor.inference.openai.ChatChunk.Delta;
import org.athanor.inference.serving.GenerationEvent;

/** The pieces of a chat answer: the role of each row, its text, its end, and the token counts. */
record ChatChunks(
        AnswerHead head, int rows, boolean logProbs, boolean includeUsage, ObjectMapper json)
        implements Chunks {

    @Override
    public List<Object> opening() {
        return IntStream.range(0, rows)
                .mapToObj(row -> chunk(new Choice(row, Delta.OPENING, null, null)))
                .toList();
    }

    @Override
    public List<Object> of(GenerationEvent event) {
        return switch (event) {
            case GenerationEvent.Piece piece -> piece(piece);
            case GenerationEvent.RowEnded ended ->
                    List.of(
                            chunk(
                                    new Choice(
                                            ended.row(),
                                            Delta.NOTHING,
                                            null,
                                            ended.reason().label())));
            case GenerationEvent.Completed completed when includeUsage -> {
                JsonNode usage = json.valueToTree(Usage.of(completed.usage()));
                yield List.of(ChatChunk.of(head, List.of(), usage));
            }
            case GenerationEvent.Completed completed -> List.of();
            case GenerationEvent.Failed failed -> throw failed.cause();
        };
    }

    private List<Object> piece(GenerationEvent.Piece piece) {
        if (piece.text().isEmpty() && !logProbs) {
            return List.of();
        }
        ChatLogProbs scores = logProbs ? ChatLogProbs.of(piece.tokens()) : null;
        return List.of(chunk(new Choice(piece.row(), Delta.text(piece.text()), scores, null)));
    }

    private Object chunk(Choice choice) {
        return ChatChunk.of(head, List.of(choice), includeUsage ? NullNode.getInstance() : null);
    }
}
