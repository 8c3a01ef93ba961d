package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers by hand: a field's type and number, then its value; numbers are zigzag varints. */
class ParquetPagesTest {

    /** Type 0; 100 bytes (c8 01) of 3 (06); a struct with a number and a string; the end. */
    private static final String GOOD = "1500 15c801 1506 2c 1502 180161 00 00 aabbcc";

    @Test
    void shouldWalkOverThePages() {
        assertDoesNotThrow(() -> check(GOOD + GOOD + GOOD));
    }

    @Test
    void shouldRefuseAPageThatSaysItIsHuge() {
        // Given: the second one says 2,147,483,647
        String huge = "1500 15feffffff0f 1506 00 aabbcc";

        // When
        var refused = assertThrows(IOException.class, () -> check(GOOD + huge));

        // Then
        assertEquals(
                "a page says that it unpacks to 2147483647 bytes, and 1000 are the most",
                refused.getMessage());
    }

    @Test
    void shouldRefuseWhatIsNoHeader() {
        refused("1500 15c801 15ffff03 00");
        refused("1500 15c801 1506 18ffffffff07 61 00");
        refused("15" + "ff".repeat(20));
        refused("4c".repeat(200));
        refused("1500 15c801 1506 00 aa");
        refused("1500");
    }

    @Test
    void shouldEndWhateverTheBytes() {
        // Given
        Random random = new Random(4);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);

            // Then: an answer, or our own exception
            try {
                new ParquetPages(ByteBuffer.wrap(bytes), 1_000).check();
            } catch (IOException e) {
                assertEquals(IOException.class, e.getClass());
            }
        }
    }

    private static void refused(String hex) {
        assertThrows(IOException.class, () -> check(hex), hex);
    }

    private static void check(String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        new ParquetPages(ByteBuffer.wrap(bytes), 1_000).check();
    }
}
