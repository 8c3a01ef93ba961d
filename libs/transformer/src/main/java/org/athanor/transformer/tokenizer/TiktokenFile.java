package org.athanor.transformer.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A rank file as tiktoken has it: a token's bytes in base64, a blank and its id a line. Special tokens and
 * the split pattern are not in it.
 */
final class TiktokenFile {

    private static final long LARGEST = 64L << 20;

    private TiktokenFile() {}

    /** @param special text to id */
    static Vocabulary read(Path file, SplitPattern pattern, Map<String, Integer> special)
            throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new TokenizerFormatException(
                    file, size + " bytes, more than the " + LARGEST + " that are read");
        }
        TreeMap<Integer, byte[]> tokens = tokens(file);
        if (tokens.size() > MergeTable.MERGES) {
            throw new TokenizerFormatException(
                    file,
                    tokens.size() + " tokens, more than the " + MergeTable.MERGES + " supported");
        }
        SequencedMap<String, Integer> added = new LinkedHashMap<>(special);
        int last = tokens.isEmpty() ? -1 : tokens.lastKey();
        for (Map.Entry<String, Integer> token : special.entrySet()) {
            int id = token.getValue();
            if (id < 0 || id > AddedTokensJson.LARGEST_ID || tokens.containsKey(id)) {
                throw new TokenizerFormatException(
                        file,
                        "the special token '%s' cannot have id %d: it is a token's, or not 0 to %d"
                                .formatted(token.getKey(), id, AddedTokensJson.LARGEST_ID));
            }
            last = Math.max(last, id);
        }
        byte[][] table = new byte[last + 1][];
        tokens.forEach((id, bytes) -> table[id] = bytes);
        Vocabulary vocabulary =
                Vocabulary.ofRanks(table, Collections.unmodifiableSequencedMap(added), pattern);
        try {
            vocabulary.idOfByte();
        } catch (IllegalArgumentException e) {
            throw new TokenizerFormatException(file, e.getMessage(), e);
        }
        return vocabulary;
    }

    private static TreeMap<Integer, byte[]> tokens(Path file) throws IOException {
        TreeMap<Integer, byte[]> tokens = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isEmpty()) {
                    continue;
                }
                int space = line.indexOf(' ');
                int id = space < 1 ? -1 : id(line.substring(space + 1));
                byte[] bytes = id < 0 ? new byte[0] : bytes(line.substring(0, space));
                if (bytes.length == 0
                        || !seen.add(line.substring(0, space))
                        || tokens.put(id, bytes) != null) {
                    throw new TokenizerFormatException(
                            file,
                            "line %d is not a token of its own in base64 and an id of its own up to %d: '%s'"
                                    .formatted(number, AddedTokensJson.LARGEST_ID, start(line)));
                }
            }
        } catch (MalformedInputException e) {
            throw new TokenizerFormatException(
                    file, "is not text: this is no rank file of tiktoken", e);
        }
        return tokens;
    }

    private static int id(String text) {
        if (!text.matches("[0-9]{1,7}")) {
            return -1;
        }
        int id = Integer.parseInt(text);
        return id <= AddedTokensJson.LARGEST_ID ? id : -1;
    }

    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String start(String line) {
        return line.substring(0, Math.min(40, line.length()));
    }

    /**
     * Writes the tokens without the added ones.
     *
     * @throws IllegalArgumentException when ranks alone would give other ids
     */
    static void write(Vocabulary vocabulary, Path file) throws IOException {
        RankMerges merges = RankMerges.of(vocabulary.tokens());
        long longTokens =
                Arrays.stream(vocabulary.tokens())
                        .filter(token -> token != null && token.length > 1)
                        .count();
        boolean same =
                Arrays.equals(merges.left(), vocabulary.mergeLeft())
                        && Arrays.equals(merges.right(), vocabulary.mergeRight())
                        && Arrays.equals(merges.result(), vocabulary.mergeResult());
        if (!same || (!vocabulary.wholeTokensFirst() && longTokens != merges.result().length)) {
            throw new IllegalArgumentException(
                    "a rank file would give other ids: the tokenizer's merges are not in the order of their tokens' ids, or some token has none");
        }
        StringBuilder text = new StringBuilder();
        for (int id = 0; id < vocabulary.size(); id++) {
            byte[] token = vocabulary.tokens()[id];
            if (token != null) {
                text.append(Base64.getEncoder().encodeToString(token))
                        .append(' ')
                        .append(id)
                        .append('\n');
            }
        }
        Files.writeString(file, text, StandardCharsets.US_ASCII);
    }
}
