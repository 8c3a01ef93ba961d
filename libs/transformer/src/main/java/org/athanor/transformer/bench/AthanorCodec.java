package org.athanor.transformer.bench;

import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import org.athanor.transformer.tokenizer.Encoder;
import org.athanor.transformer.tokenizer.TokenBuffer;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Ours. Every round begins with an encoder that has seen nothing. */
record AthanorCodec(Tokenizer tokenizer) implements BenchCodec<int[]> {

    @Override
    public String implementation() {
        return "athanor";
    }

    @Override
    public ToIntFunction<String> encoder() {
        Encoder encoder = tokenizer.encoder();
        TokenBuffer ids = new TokenBuffer(1 << 12);
        return text -> {
            ids.clear();
            encoder.encode(text.getBytes(StandardCharsets.UTF_8), ids);
            return ids.size();
        };
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public String decode(int[] ids) {
        return tokenizer.decode(ids);
    }
}
