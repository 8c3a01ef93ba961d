package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenShardTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {65_536, 65_537, 128_256})
    void shouldReadWhatWasWritten(int vocabularySize) throws IOException {
        // Given
        int[] first = {0, 1, vocabularySize - 1};
        int[] empty = {};
        int[] last = {7, 65_535};
        try (var writer = TokenShardWriter.create(folder, "train", vocabularySize, false)) {
            writer.append(first);
            writer.append(empty);
            writer.append(last);
        }

        // When
        try (TokenShard shard = TokenShard.open(folder, "train")) {

            // Then
            assertEquals(3, shard.documents());
            assertEquals(5, shard.tokens());
            assertEquals(vocabularySize, shard.vocabularySize());
            assertArrayEquals(first, shard.document(0));
            assertArrayEquals(empty, shard.document(1));
            assertArrayEquals(last, shard.document(2));
            assertEquals(3, shard.documentStart(2));
            assertArrayEquals(new int[] {vocabularySize - 1, 7}, shard.slice(2, 2));
            assertFalse(shard.masked());
            assertThrows(IndexOutOfBoundsException.class, () -> shard.slice(4, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> shard.document(3));
        }
    }

    @Test
    void shouldTakeTwoBytesATokenUpToAVocabularyOf65536() throws IOException {
        // When
        writeTen("small", 65_536);
        writeTen("large", 65_537);

        // Then
        assertEquals(32 + 20, Files.size(folder.resolve("small.tokens")));
        assertEquals(32 + 40, Files.size(folder.resolve("large.tokens")));
    }

    @Test
    void shouldKeepTheLossMaskBesideItsTokens() throws IOException {
        // Given
        boolean[] counts = {false, true, true};
        try (var writer = TokenShardWriter.create(folder, "train", 10, true)) {
            writer.append(new int[] {9}, new boolean[] {true});
            writer.append(new int[] {1, 2, 3}, counts);
        }

        // When
        try (TokenShard shard = TokenShard.open(folder, "train")) {

            // Then
            assertTrue(shard.masked());
            assertArrayEquals(counts, shard.lossMask(1));
            assertArrayEquals(new boolean[] {true}, shard.lossMask(0));
        }
    }

    @Test
    void shouldRefuseATokenOutsideTheVocabulary() throws IOException {
        // Given
        try (var writer = TokenShardWriter.create(folder, "train", 10, false)) {

            // When
            var refused =
                    assertThrows(
                            IllegalArgumentException.class, () -> writer.append(new int[] {10}));

            // Then
            assertTrue(refused.getMessage().contains("10"), refused.getMessage());
        }
    }

    @Test
    void shouldNameTheFileThatIsMissing() {
        // When
        var refused = assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));

        // Then
        assertTrue(refused.getMessage().contains("train.tokens"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"train.tokens", "train.documents"})
    void shouldNameTheFileThatIsDamaged(String name) throws IOException {
        // Given
        writeTen("train", 100);
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);

        // When
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        var truncated = assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));
        Files.write(file, Arrays.copyOf(whole, 20));
        var cut = assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));
        byte[] other = whole.clone();
        other[0] = 'X';
        Files.write(file, other);
        var foreign = assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));

        // Then
        assertTrue(truncated.getMessage().startsWith(name), truncated.getMessage());
        assertTrue(cut.getMessage().startsWith(name), cut.getMessage());
        assertTrue(foreign.getMessage().startsWith(name), foreign.getMessage());
    }

    @Test
    void shouldRefuseOffsetsThatLie() throws IOException {
        // Given: the second offset, after header and first, says 99 of 10 tokens
        writeTen("train", 100);
        Path file = folder.resolve("train.documents");
        byte[] offsets = Files.readAllBytes(file);
        offsets[32 + 8] = 99;
        Files.write(file, offsets);

        // When
        var refused = assertThrows(IOException.class, () -> TokenShard.open(folder, "train"));

        // Then
        assertTrue(refused.getMessage().contains("offset 99"), refused.getMessage());
    }

    private void writeTen(String split, int vocabularySize) throws IOException {
        try (var writer = TokenShardWriter.create(folder, split, vocabularySize, false)) {
            writer.append(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        }
    }
}
