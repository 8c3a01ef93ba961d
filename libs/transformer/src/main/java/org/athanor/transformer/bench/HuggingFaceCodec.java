package org.athanor.transformer.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Hugging Face's tokenizers by DJL's binding, on the {@code tokenizer.json} that ours writes. */
record HuggingFaceCodec(HuggingFaceTokenizer tokenizer) implements BenchCodec<long[]> {

    private static final int EVERY = 8;

    static HuggingFaceCodec of(Tokenizer tokenizer) throws IOException {
        Path folder = Files.createTempDirectory("athanor-bench");
        Path file = folder.resolve("tokenizer.json");
        try {
            tokenizer.save(folder);
            return new HuggingFaceCodec(HuggingFaceTokenizer.newInstance(file));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder.resolve("tokenizer_config.json"));
            Files.deleteIfExists(folder);
        }
    }

    @Override
    public String implementation() {
        return "huggingface";
    }

    @Override
    public ToIntFunction<String> encoder() {
        return text -> encode(text).length;
    }

    @Override
    public long[] encode(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    @Override
    public String decode(long[] ids) {
        return tokenizer.decode(ids, false);
    }

    @Override
    public int every() {
        return EVERY;
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
