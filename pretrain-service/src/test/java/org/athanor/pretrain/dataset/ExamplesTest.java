package org.athanor.pretrain.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExamplesTest {

    @TempDir Path folder;

    @Test
    void shouldSetAsideWhatCannotBeLearnt() throws IOException {
        // Given
        try (TokenShardWriter writer = TokenShardWriter.create(folder, "train", 10, true)) {
            writer.append(new int[] {1, 2, 3}, new boolean[] {false, true, true});
            writer.append(new int[] {1, 2, 3}, new boolean[] {true, false, false}); // no target
            writer.append(new int[] {1}, new boolean[] {true}); // nothing before it
            writer.append(new int[6], new boolean[] {false, true, true, true, true, true}); // long
            writer.append(
                    new int[] {4, 5, 6, 7, 8}, new boolean[] {false, false, false, true, true});
        }

        // When
        try (TokenShard shard = TokenShard.open(folder, "train")) {
            Examples examples = new Examples(shard, 5);

            // Then
            assertEquals(2, examples.count());
            assertEquals(3, examples.setAside());
            assertEquals(5, examples.longest());
            assertArrayEquals(new int[] {4, 5, 6, 7, 8}, examples.tokens(1));
        }
    }
}
