package org.athanor.kit.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class BoundedInputTest {

    private static final byte[] FIVE = {1, 2, 3, 4, 5};

    @Test
    void shouldGiveAStreamOfItsBoundToTheEnd() throws IOException {
        // Then
        assertArrayEquals(FIVE, bounded(5).readAllBytes());
        BoundedInput single = bounded(5);
        for (byte each : FIVE) {
            assertEquals(each, single.read());
        }
        assertEquals(-1, single.read());
        assertEquals(-1, single.read(new byte[3], 0, 3));
    }

    @Test
    void shouldRefuseTheFirstByteBeyond() throws IOException {
        // Given
        BoundedInput single = bounded(4);
        BoundedInput several = bounded(4);
        for (int i = 0; i < 4; i++) {
            single.read();
        }

        // Then
        assertThrows(IllegalStateException.class, single::read);
        assertThrows(IllegalStateException.class, several::readAllBytes);
    }

    private static BoundedInput bounded(long most) {
        return new BoundedInput(
                new ByteArrayInputStream(FIVE),
                most,
                () -> new IllegalStateException("longer than " + most));
    }
}
