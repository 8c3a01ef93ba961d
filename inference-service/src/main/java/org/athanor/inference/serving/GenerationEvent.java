package org.athanor.inference.serving;

import java.util.List;

/** What a generation tells, in order. A row's text is the concatenation of its pieces. */
public sealed interface GenerationEvent {

    /**
     * A row grew.
     *
     * @param text what can be shown now; empty while a character or a stop string is undecided
     * @param tokens chosen since the row's last piece
     */
    record Piece(int row, String text, List<SampledToken> tokens) implements GenerationEvent {}

    /** A row ended; nothing more comes for it. */
    record RowEnded(int row, RowEnd reason) implements GenerationEvent {}

    /** Every row ended. The last event. */
    record Completed(TokenUsage usage) implements GenerationEvent {}

    /** The generation broke off. The last event. */
    record Failed(ServingException cause) implements GenerationEvent {}
}
