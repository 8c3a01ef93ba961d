package org.athanor.transformer.bench;

import java.util.function.ToIntFunction;

/**
 * A tokenizer as its users would call it: strings in, ids out, and back.
 *
 * @param <I> how it holds ids
 */
interface BenchCodec<I> extends AutoCloseable {

    String implementation();

    /** For one thread and one round: how many ids a text has. */
    ToIntFunction<String> encoder();

    I encode(String text);

    String decode(I ids);

    /** Of how many documents it takes one: slow ones are measured on fewer. */
    default int every() {
        return 1;
    }

    @Override
    default void close() {}
}
