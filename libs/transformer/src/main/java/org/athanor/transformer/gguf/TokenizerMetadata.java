package org.athanor.transformer.gguf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.athanor.transformer.tokenizer.SplitPattern;
import org.athanor.transformer.tokenizer.TokenTable;
import org.athanor.transformer.tokenizer.TokenTable.Algorithm;
import org.athanor.transformer.tokenizer.TokenTable.Entry;
import org.athanor.transformer.tokenizer.TokenTable.Kind;

/** Puts a tokenizer into a file, as llama.cpp reads it. */
final class TokenizerMetadata {

    private static final String PREFIX = "tokenizer.ggml.";

    /** SentencePiece's sign for a space. */
    private static final char SPACE = '\u2581';

    private TokenizerMetadata() {}

    /**
     * @param rows of the model's embedding; those beyond the tokenizer become unused tokens
     * @param end the id that generation stops at, if the model says another than the tokenizer
     * @throws IllegalArgumentException when the tokenizer has more tokens than rows, or one twice
     */
    static void put(TokenTable table, int rows, OptionalInt end, Metadata metadata) {
        boolean scored = table.algorithm() == Algorithm.SCORED;
        List<Entry> entries = entries(table, rows);
        metadata.putString(PREFIX + "model", scored ? "llama" : "gpt2");
        metadata.putString(
                PREFIX + "pre",
                table.splitPattern().map(TokenizerMetadata::name).orElse("default"));
        metadata.putStrings(
                PREFIX + "tokens",
                entries.stream()
                        .map(entry -> scored ? entry.text().replace(' ', SPACE) : entry.text())
                        .toList());
        if (scored) {
            metadata.putFloats(PREFIX + "scores", entries.stream().map(Entry::score).toList());
        }
        metadata.putIntegers(
                PREFIX + "token_type",
                entries.stream().map(entry -> number(entry.kind())).toList());
        if (!scored) {
            metadata.putStrings(
                    PREFIX + "merges",
                    table.merges().stream()
                            .map(merge -> merge.left() + ' ' + merge.right())
                            .toList());
        }
        putId(metadata, "bos_token_id", table.beginOfText());
        putId(metadata, "eos_token_id", end.isPresent() ? end : table.endOfText());
        putId(metadata, "padding_token_id", table.padding());
        metadata.putFlag(PREFIX + "add_bos_token", table.beginning().isPresent());
        metadata.putFlag(PREFIX + "add_eos_token", false);
        metadata.putFlag(PREFIX + "add_space_prefix", table.addsSpace());
        table.chatTemplate()
                .ifPresent(template -> metadata.putString("tokenizer.chat_template", template));
    }

    /** As many as the model has rows, each text once: llama.cpp requires both. */
    private static List<Entry> entries(TokenTable table, int rows) {
        if (table.entries().size() > rows) {
            throw new IllegalArgumentException(
                    "the tokenizer has %d tokens, the model only %d: it is another model's tokenizer"
                            .formatted(table.entries().size(), rows));
        }
        List<Entry> entries = new ArrayList<>(rows);
        Set<String> texts = new HashSet<>();
        for (int id = 0; id < rows; id++) {
            Entry entry = id < table.entries().size() ? table.entries().get(id) : null;
            if (entry == null || entry.kind() == Kind.UNUSED) {
                entry = new Entry("[PAD" + id + "]", Kind.UNUSED, 0);
            }
            if (!texts.add(entry.text())) {
                throw new IllegalArgumentException(
                        "two tokens are spelt '%s', the second has id %d: GGUF keeps each spelling once"
                                .formatted(entry.text(), id));
            }
            entries.add(entry);
        }
        return entries;
    }

    private static void putId(Metadata metadata, String name, OptionalInt id) {
        id.ifPresent(value -> metadata.putInteger(PREFIX + name, value));
    }

    /** llama.cpp's name for the pattern; its Llama 3 and Tekken take whole tokens first, as cl100k wants. */
    private static String name(SplitPattern pattern) {
        return switch (pattern) {
            case GPT2 -> "gpt-2";
            case CL100K, LLAMA3 -> "llama-bpe";
            case O200K -> "gpt-4o";
            case TEKKEN -> "tekken";
            case QWEN2 -> "qwen2";
            case QWEN35 -> "qwen35";
            case STARCODER -> "starcoder";
            case DEEPSEEK3 -> "deepseek-v3";
        };
    }

    /** The numbers of llama.cpp's token types. */
    private static int number(Kind kind) {
        return switch (kind) {
            case NORMAL -> 1;
            case UNKNOWN -> 2;
            case CONTROL -> 3;
            case USER_DEFINED -> 4;
            case UNUSED -> 5;
            case BYTE -> 6;
        };
    }
}
