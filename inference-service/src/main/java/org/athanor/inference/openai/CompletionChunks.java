package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import org.athanor.inference.openai.Completion.Choice;
import org.athanor.inference.serving.GenerationEvent;

/** The pieces of a completion: the text of each row, its end, and the token counts. */
record CompletionChunks(AnswerHead head, boolean logProbs, boolean includeUsage, ObjectMapper json)
        implements Chunks {

    @Override
    public List<Object> opening() {
        return List.of();
    }

    @Override
    public List<Object> of(GenerationEvent event) {
        return switch (event) {
            case GenerationEvent.Piece piece -> piece(piece);
            case GenerationEvent.RowEnded ended ->
                    List.of(chunk(new Choice("", ended.row(), null, ended.reason().label())));
            case GenerationEvent.Completed completed when includeUsage -> {
                JsonNode usage = json.valueToTree(Usage.of(completed.usage()));
                yield List.of(Completion.of(head, List.of(), usage));
            }
            case GenerationEvent.Completed completed -> List.of();
            case GenerationEvent.Failed failed -> throw failed.cause();
        };
    }

    private List<Object> piece(GenerationEvent.Piece piece) {
        if (piece.text().isEmpty() && !logProbs) {
            return List.of();
        }
        CompletionLogProbs scores = logProbs ? CompletionLogProbs.of(piece.tokens()) : null;
        return List.of(chunk(new Choice(piece.text(), piece.row(), scores, null)));
    }

    private Object chunk(Choice choice) {
        return Completion.of(head, List.of(choice), includeUsage ? NullNode.getInstance() : null);
    }
}
