package org.athanor.transformer.bench;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A text whose characters (code points) are numbered in their order: the first nine tenths to learn from,
 * the last tenth to be judged by.
 *
 * @param vocabularySize different characters of the whole text
 */
record CharacterText(int vocabularySize, int[] training, int[] validation) {

    /** Several times the classics of one author; the ids of a text are held in memory. */
    private static final long MOST_BYTES = 64L << 20;

    /**
     * Reads a text in UTF-8.
     *
     * @throws IOException when it cannot be read, is not UTF-8 or is too large
     */
    static CharacterText read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MOST_BYTES) {
            throw new IOException(
                    file + " has " + bytes + " bytes: take a text of at most " + MOST_BYTES);
        }
        try {
            return of(Files.readString(file));
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not a text in UTF-8", e);
        }
    }

    static CharacterText of(String text) {
        int[] characters = text.codePoints().toArray();
        int[] alphabet = Arrays.stream(characters).sorted().distinct().toArray();
        int[] ids = Arrays.stream(characters).map(c -> Arrays.binarySearch(alphabet, c)).toArray();
        int split = (int) (ids.length * 9L / 10);
        return new CharacterText(
                alphabet.length,
                Arrays.copyOf(ids, split),
                Arrays.copyOfRange(ids, split, ids.length));
    }

    /** @throws IllegalArgumentException when one of the parts has no window of {@code time} + 1 characters */
    void requireWindows(int time) {
        if (Math.min(training.length, validation.length) <= time) {
            throw new IllegalArgumentException(
                    "a text of "
                            + (training.length + validation.length)
                            + " characters is too short: its last tenth has to be longer than "
                            + time);
        }
    }
}
