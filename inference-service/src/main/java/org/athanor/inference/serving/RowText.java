package org.athanor.inference.serving;

import java.util.List;
import org.athanor.transformer.tokenizer.StreamingDecoder;
import org.athanor.transformer.tokenizer.Tokenizer;

/** The text of one row as its tokens come: whole characters only, and nothing of a stop string. */
final class RowText {

    private final int vocabulary;
    private final StreamingDecoder decoder;
    private final StopStrings stops;

    RowText(Tokenizer tokenizer, List<String> stops) {
        this.vocabulary = tokenizer.vocabularySize();
        this.decoder = tokenizer.streamingDecoder();
        this.stops = new StopStrings(stops);
    }

    /** The text that this token makes showable; none for an id that the tokenizer does not have. */
    String append(int token) {
        return token < vocabulary ? stops.append(decoder.append(token)) : "";
    }

    /** The text that was held back for something that never came. */
    String finish() {
        return stops.append(decoder.finish()) + stops.finish();
    }

    boolean stopped() {
        return stops.found();
    }
}
