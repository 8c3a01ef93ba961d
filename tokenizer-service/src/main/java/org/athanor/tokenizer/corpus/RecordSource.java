package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.util.Map;

/**
 * Records that come one by one and not as a stream of bytes: of a query, of a topic.
 *
 * @param range what is read of a topic, so that the same can be asked for again; empty when there is
 *     nothing to say
 */
record RecordSource(String name, Opener opener, Map<String, Object> range)
        implements OpenableSource {

    /** Opens the records. */
    interface Opener {
        RawDocuments open() throws IOException;
    }

    RecordSource(String name, Opener opener) {
        this(name, opener, Map.of());
    }

    @Override
    public String identity() {
        return name;
    }
}
