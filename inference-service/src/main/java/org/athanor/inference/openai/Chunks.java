package org.athanor.inference.openai;

import java.util.List;
import org.athanor.inference.serving.GenerationEvent;

/** Turns what a generation tells into the pieces of a stream. */
interface Chunks {

    /** What a stream begins with. */
    List<Object> opening();

    /** The pieces for one event, often one, sometimes none. */
    List<Object> of(GenerationEvent event);
}
