package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusRootsTest {

    @TempDir Path folder;

    private Path root;
    private Path secret;
    private CorpusRoots roots;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(folder.resolve("root"));
        secret = Files.writeString(folder.resolve("secret.txt"), "secret");
        Files.writeString(root.resolve("b.txt"), "b");
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("sub/a.txt"), "a");
        Files.writeString(root.resolve(".hidden"), "hidden");
        roots = new CorpusRoots(List.of(root), 3);
    }

    @Test
    void shouldReadAFileBelowARoot() throws IOException {
        // When
        List<OpenableSource> absolute = roots.resolve(root.resolve("sub/a.txt").toString());
        List<OpenableSource> relative = roots.resolve("sub/a.txt");

        // Then
        assertEquals("a", content(absolute.getFirst()));
        assertEquals("a", content(relative.getFirst()));
        assertEquals("sub/a.txt", absolute.getFirst().name());
        assertEquals("sub/a.txt", relative.getFirst().name());
    }

    @Test
    void shouldReadAFolderInTheOrderOfNamesWithoutHiddenFiles() {
        // When
        List<OpenableSource> sources = roots.resolve(root.toString());

        // Then
        assertEquals(
                List.of("b.txt", "sub/a.txt"), sources.stream().map(OpenableSource::name).toList());
        assertEquals("sub/a.txt", roots.resolve("sub").getFirst().name());
    }

    @Test
    void shouldRefuseWhatLiesOutside() throws IOException {
        // Given: a file, one that does not exist, a way out by dots, links to a file and a folder
        Path link = Files.createSymbolicLink(root.resolve("link.txt"), secret);
        Path folderLink = Files.createSymbolicLink(root.resolve("linked"), folder);

        for (String path :
                List.of(
                        secret.toString(),
                        folder.resolve("nothing.txt").toString(),
                        root.resolve("../secret.txt").toString(),
                        "../secret.txt",
                        link.toString(),
                        folderLink.resolve("secret.txt").toString(),
                        folderLink.toString())) {
            // When
            var refused = assertThrows(AthanorException.class, () -> roots.resolve(path));

            // Then
            assertTrue(
                    refused.getMessage().contains("outside the folders of athanor.corpus.roots"),
                    refused.getMessage());
        }
    }

    @Test
    void shouldRefuseAFolderWithALinkThatLeadsOut() throws IOException {
        // Given
        Files.createSymbolicLink(root.resolve("sub/link.txt"), secret);

        // When
        var refused = assertThrows(AthanorException.class, () -> roots.resolve("sub"));

        // Then
        assertEquals(
                "link.txt is a link that leads outside the folders of athanor.corpus.roots",
                refused.getMessage());
    }

    @Test
    void shouldSayWhenNothingIsThere() {
        // When
        var missing =
                assertThrows(
                        AthanorException.class,
                        () -> roots.resolve(root.resolve("missing.txt").toString()));
        var relative = assertThrows(AthanorException.class, () -> roots.resolve("missing.txt"));
        var noRoots =
                assertThrows(
                        AthanorException.class,
                        () -> new CorpusRoots(List.of(), 3).resolve(secret.toString()));

        // Then
        assertTrue(missing.getMessage().startsWith("there is no file"), missing.getMessage());
        assertEquals("there is no file or folder missing.txt", relative.getMessage());
        assertTrue(noRoots.getMessage().contains("set athanor.corpus.roots"), noRoots.getMessage());
    }

    @Test
    void shouldReadWhatIsLikeAPattern() throws IOException {
        // Given
        Files.writeString(root.resolve("sub/c.md"), "c");
        Files.writeString(root.resolve("sub/d*.md"), "d");

        // Then
        assertEquals(List.of("sub/a.txt"), names("sub/*.txt"));
        assertEquals(List.of("b.txt", "sub/a.txt"), names(root + "/**/*.txt"));
        assertEquals(List.of("b.txt"), names("*"));
        assertEquals(List.of("sub/d*.md"), names("sub/d*.md"));
        for (String outside : List.of("/etc/*", "../*", "sub/../../*", folder + "/*.txt")) {
            var refused = assertThrows(AthanorException.class, () -> roots.resolve(outside));
            assertTrue(refused.getMessage().contains("outside the folders"), outside);
        }
        var none = assertThrows(AthanorException.class, () -> roots.resolve("sub/*.csv"));
        assertEquals("no file of 'sub/' is like sub/*.csv", none.getMessage());
        var nowhere = assertThrows(AthanorException.class, () -> roots.resolve("**/*.csv"));
        assertEquals("no file of athanor.corpus.roots is like **/*.csv", nowhere.getMessage());
    }

    private List<String> names(String path) {
        return roots.resolve(path).stream().map(OpenableSource::name).toList();
    }

    @Test
    void shouldBoundTheFilesOfAFolder() throws IOException {
        // Given
        for (int i = 0; i < 4; i++) {
            Files.writeString(root.resolve("sub/" + i), "x");
        }

        // When
        var refused = assertThrows(AthanorException.class, () -> roots.resolve("sub"));

        // Then
        assertTrue(refused.getMessage().contains("more than 3 files"), refused.getMessage());
    }

    private static String content(OpenableSource source) throws IOException {
        try (InputStream in = ((ByteSource) source).opener().open()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
