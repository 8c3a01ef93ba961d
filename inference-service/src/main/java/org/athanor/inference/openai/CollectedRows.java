package org.athanor.inference.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.athanor.inference.serving.Generation;
import org.athanor.inference.serving.GenerationEvent;
import org.athanor.inference.serving.RowEnd;
import org.athanor.inference.serving.SampledToken;
import org.athanor.inference.serving.TokenUsage;

/** An answer that is sent whole: the same events as a stream's, put together. */
record CollectedRows(List<Row> rows, TokenUsage usage) {

    /** One finished row. */
    record Row(int index, String text, List<SampledToken> tokens, RowEnd reason) {}

    /** Waits for the end of the generation. */
    static CollectedRows of(Generation generation, int rows) {
        List<StringBuilder> texts = new ArrayList<>();
        List<List<SampledToken>> tokens = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            texts.add(new StringBuilder());
            tokens.add(new ArrayList<>());
        }
        RowEnd[] reasons = new RowEnd[rows];
        while (true) {
            switch (generation.next()) {
                case GenerationEvent.Piece piece -> {
                    texts.get(piece.row()).append(piece.text());
                    tokens.get(piece.row()).addAll(piece.tokens());
                }
                case GenerationEvent.RowEnded ended -> reasons[ended.row()] = ended.reason();
                case GenerationEvent.Completed completed -> {
                    List<Row> all =
                            IntStream.range(0, rows)
                                    .mapToObj(
                                            row ->
                                                    new Row(
                                                            row,
                                                            texts.get(row).toString(),
                                                            tokens.get(row),
                                                            reasons[row]))
                                    .toList();
                    return new CollectedRows(all, completed.usage());
                }
                case GenerationEvent.Failed failed -> throw failed.cause();
            }
        }
    }
}
