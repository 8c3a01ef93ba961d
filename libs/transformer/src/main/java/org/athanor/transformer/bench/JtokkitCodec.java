package org.athanor.transformer.bench;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.IntArrayList;
import java.util.function.ToIntFunction;

/** JTokkit. */
record JtokkitCodec(Encoding encoding) implements BenchCodec<IntArrayList> {

    static JtokkitCodec of(String vocabulary) {
        return new JtokkitCodec(
                Encodings.newLazyEncodingRegistry().getEncoding(vocabulary).orElseThrow());
    }

    @Override
    public String implementation() {
        return "jtokkit";
    }

    @Override
    public ToIntFunction<String> encoder() {
        return text -> encode(text).size();
    }

    @Override
    public IntArrayList encode(String text) {
        return encoding.encodeOrdinary(text);
    }

    @Override
    public String decode(IntArrayList ids) {
        return encoding.decode(ids);
    }
}
