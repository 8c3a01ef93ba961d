package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MavenArtifactsTest {

    private static final String NAME = "maven:org.example:lib:1.0:sources";

    @TempDir Path folder;

    private Path local;
    private Path remote;
    private Path settings;

    @BeforeEach
    void makeRepositories() throws Exception {
        local = folder.resolve("local");
        remote = folder.resolve("remote");
        settings = folder.resolve("settings.xml");
        publish(remote);
    }

    @Test
    void shouldReadTheSourcesOfAnArtifactAndKeepTheJar() throws IOException {
        // When
        Reading first = read(artifacts("org.example", remote.toUri()), "org.example:lib:1.0");
        Reading second = read(artifacts("org.*", null), "org.example:lib:1.0:sources");

        // Then: neither the class nor the picture; the second time without a repository
        assertEquals(List.of("class Foo {}\n", "# notes\n"), first.texts());
        assertEquals(new Provenance(NAME + "!/org/example/Foo.java", 0), first.places().getFirst());
        assertEquals(first.kept, second.kept);
    }

    @Test
    void shouldAskTheMirrorOfASettingsFile() throws IOException {
        // Given
        Files.writeString(
                settings,
                """
                <settings><mirrors><mirror>
                  <id>ours</id><mirrorOf>central</mirrorOf><url>%s</url>
                </mirror></mirrors></settings>
                """
                        .formatted(remote.toUri()));
        URI away = folder.resolve("nowhere").toUri();

        // When
        Reading reading = read(artifacts("*", away), "org.example:lib:1.0");

        // Then
        assertEquals(2, reading.kept.size());
    }

    @Test
    void shouldRefuseAJarThatIsNotWhatWasPublished() throws IOException {
        // Given
        Path jar = MavenCoordinates.of("org.example:lib:1.0").orElseThrow().in(remote);
        Files.writeString(jar, "something else");

        // When
        var refused =
                assertThrows(
                        AthanorException.class,
                        () -> read(artifacts("*", remote.toUri()), "org.example:lib:1.0"));

        // Then
        assertEquals(
                NAME + " is refused: its checksum is not the one that was published with it",
                refused.getMessage());
    }

    @Test
    void shouldTellAnArtifactThatIsNotThereFromARepositoryThatIsAway() throws IOException {
        // Given: a port that nobody listens at
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        URI away = URI.create("http://127.0.0.1:" + port);

        // When
        var missing =
                assertThrows(
                        AthanorException.class,
                        () -> read(artifacts("*", remote.toUri()), "org.example:lib:2.0"));
        var silent =
                assertThrows(
                        AthanorException.class,
                        () -> read(artifacts("*", away), "org.example:lib:1.0"));

        // Then
        assertEquals(
                "maven:org.example:lib:2.0:sources is neither in the local repository nor in one of ["
                        + remote.toUri()
                        + "]",
                missing.getMessage());
        assertEquals(ErrorCode.UNAVAILABLE, silent.code());
        assertTrue(silent.getMessage().startsWith(NAME + " cannot be fetched from one of"));
    }

    @Test
    void shouldRefuseOtherGroupsAndWhatIsNoFixedVersion() {
        MavenArtifacts artifacts = artifacts("org.example.*", null);
        for (String other : List.of("com.example:a:1", "org.examples:a:1")) {
            var refused = assertThrows(AthanorException.class, () -> artifacts.check(other));
            assertTrue(
                    refused.getMessage().endsWith("not in athanor.corpus.maven.groups"),
                    refused.getMessage());
        }
        for (String wrong :
                List.of(
                        "org.example:a",
                        "org.example:a:[1,2)",
                        "org.example:a:1-SNAPSHOT",
                        "org.example:a:LATEST",
                        "org.example:..:1",
                        "org.example:a:../1",
                        "org.example:a:1:sources:x")) {
            var refused = assertThrows(AthanorException.class, () -> artifacts.check(wrong));
            assertTrue(refused.getMessage().contains("fixed version"), refused.getMessage());
        }
        assertEquals("org.example.deep", artifacts.check("org.example.deep:a:1.0").group());
    }

    private Reading read(MavenArtifacts artifacts, String coordinates) throws IOException {
        Reading reading = new Reading(Policy.FAIL);
        for (OpenableSource source : artifacts.resolve(coordinates)) {
            reading.read(source);
        }
        return reading;
    }

    private MavenArtifacts artifacts(String group, URI repository) {
        return new MavenArtifacts(
                new Config(
                        Optional.of(List.of(group)),
                        local,
                        settings,
                        Optional.ofNullable(repository).map(List::of)));
    }

    private record Config(
            Optional<List<String>> groups,
            Path localRepository,
            Path settings,
            Optional<List<URI>> repositories)
            implements MavenConfig {

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(20);
        }
    }

    private static void publish(Path repository) throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("org/example/Foo.java", Reading.bytes("class Foo {}\n"));
        entries.put("org/example/Foo.class", new byte[] {1, 2});
        entries.put("logo.png", new byte[] {3, 4});
        entries.put("NOTES.md", Reading.bytes("# notes\n"));
        Path jar = MavenCoordinates.of("org.example:lib:1.0").orElseThrow().in(repository);
        Files.createDirectories(jar.getParent());
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(Files.readAllBytes(jar));
        Files.writeString(
                jar.resolveSibling(jar.getFileName() + ".sha1"), HexFormat.of().formatHex(sha1));
    }
}
