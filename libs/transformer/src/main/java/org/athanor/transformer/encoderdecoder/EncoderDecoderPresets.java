package org.athanor.transformer.encoderdecoder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configurations by name: base and big are table 3 of arXiv:1706.03762, with the vocabulary of its
 * English-German task (section 5.1), and a small one for one machine. The paper sets no longest sequence;
 * 1024 is far beyond its sentences.
 */
public final class EncoderDecoderPresets {

    private static final int START = 0;
    private static final int END = 1;
    private static final int VOCABULARY = 37_000;
    private static final int LENGTH = 1_024;

    private static final Map<String, EncoderDecoderConfig> ALL =
            Collections.unmodifiableMap(presets());

    private EncoderDecoderPresets() {}

    /** Every preset by name, small ones first. */
    public static Map<String, EncoderDecoderConfig> all() {
        return ALL;
    }

    /**
     * The preset called {@code name}.
     *
     * @throws IllegalArgumentException naming the presets there are
     */
    public static EncoderDecoderConfig named(String name) {
        EncoderDecoderConfig config = ALL.get(name);
        if (config == null) {
            throw new IllegalArgumentException(
                    "no preset is called " + name + ": choose one of " + ALL.keySet());
        }
        return config;
    }

    private static Map<String, EncoderDecoderConfig> presets() {
        Map<String, EncoderDecoderConfig> presets = new LinkedHashMap<>();
        presets.put(
                "transformer-tiny",
                new EncoderDecoderConfig(512, 64, 2, 2, 4, 128, 128, START, END));
        presets.put(
                "transformer-base",
                new EncoderDecoderConfig(VOCABULARY, 512, 6, 6, 8, 2048, LENGTH, START, END));
        presets.put(
                "transformer-big",
                new EncoderDecoderConfig(VOCABULARY, 1024, 6, 6, 16, 4096, LENGTH, START, END));
        return presets;
    }
}
