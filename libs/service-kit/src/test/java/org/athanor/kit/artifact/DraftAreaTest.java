package org.athanor.kit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftAreaTest {

    @TempDir Path root;

    /** What another process does to the drafts when it starts. */
    public static final class Neighbour {
        public static void main(String[] arguments) throws Exception {
            new DraftArea(Path.of(arguments[0]));
        }
    }

    @Test
    void shouldKeepItsDraftsFromANeighbourThoughTheProcessHasTwoAreas() throws Exception {
        // Given
        Path first = new DraftArea(root).newFolder("first");
        Path second = new DraftArea(root).newFolder("second");

        // When
        startNeighbour();

        // Then
        assertTrue(Files.isDirectory(first));
        assertTrue(Files.isDirectory(second));
    }

    @Test
    void shouldSweepWhatADeadProcessLeft() throws Exception {
        // Given
        DraftArea dead = new DraftArea(root);
        Path left = dead.newFolder("left");
        dead.abandon();

        // When
        startNeighbour();

        // Then
        assertFalse(Files.exists(left));
    }

    private void startNeighbour() throws Exception {
        Process neighbour =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Neighbour.class.getName(),
                                root.toString())
                        .inheritIO()
                        .start();
        assertTrue(neighbour.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, neighbour.exitValue());
    }
}
