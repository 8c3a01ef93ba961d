package org.athanor.tokenizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerReporterTest {

    private static final ArtifactId ID = new ArtifactId("a".repeat(64));

    @TempDir Path folder;

    /** Bytes, and "ab". */
    private final Tokenizer tokenizer = Tokenizer.ofMerges(List.of(new Merge('a', 'b')));

    @Test
    void shouldCountWhatTheTextTakes() throws IOException {
        // Given: 10 bytes, 3 words, 7 tokens: ab, space, ab, space, c, d, e; then 2 bytes, 1 token
        Artifact corpus =
                corpus(
                        "{\"id\":0,\"source\":\"one.txt\",\"offset\":0,\"text\":\"ab ab cde\"}",
                        "{\"id\":1,\"source\":\"two.txt\",\"offset\":0,\"text\":\"ab\"}");

        // When
        TokenizerReport report = report(corpus, 1 << 20);

        // Then
        assertEquals(2, report.sampleDocuments());
        assertEquals(11, report.sampleBytes());
        assertEquals(11.0 / 8, report.bytesPerToken(), 1e-4);
        assertEquals(8.0 / 4, report.tokensPerWord(), 1e-4);
        assertEquals(List.of("one.txt", "two.txt"), names(report.sources()));
        assertEquals(2, report.sources().getLast().bytesPerToken(), 1e-4);
        assertEquals("ab", report.frequent().getFirst().text());
        assertEquals(3, report.frequent().getFirst().count());
        assertEquals("ab", report.longest().getFirst().text());
        // 256 bytes and one merge, of which ab, the space, c, d and e were used
        assertEquals(257 - 5, report.unused().count());
        assertEquals(
                List.of(
                        new TokenizerReport.LengthCount(1, 256),
                        new TokenizerReport.LengthCount(2, 1)),
                report.lengths());
        // uses: 3, 2, 1, 1, 1
        assertEquals(
                List.of(
                        new TokenizerReport.RankUse(1, 3),
                        new TokenizerReport.RankUse(2, 2),
                        new TokenizerReport.RankUse(4, 1)),
                report.ranks());
    }

    @Test
    void shouldCompareWithKnownVocabularies() throws IOException {
        // Given: one token for r50k_base and cl100k_base, five bytes for this one
        Artifact corpus = corpus("{\"id\":0,\"source\":\"a\",\"offset\":0,\"text\":\"hello\"}");

        // When
        TokenizerReport report = report(corpus, 1 << 20);

        // Then
        assertEquals(
                List.of(
                        new TokenizerReport.Reference("r50k_base", 5, 1, 5),
                        new TokenizerReport.Reference("cl100k_base", 5, 1, 5)),
                report.references());
    }

    @Test
    void shouldReadNoMoreOfACorpusThanASample() throws IOException {
        // Given
        String[] lines = new String[4000];
        for (int i = 0; i < lines.length; i++) {
            lines[i] =
                    "{\"id\":%d,\"source\":\"a\",\"offset\":%d,\"text\":\"%s\"}"
                            .formatted(i, i, "ab ".repeat(30));
        }
        Artifact corpus = corpus(lines);

        // When
        TokenizerReport report = report(corpus, 64_000);

        // Then: pieces end at line ends, so that there is a little more than asked for
        assertTrue(report.sampleDocuments() > 300, "documents " + report.sampleDocuments());
        assertTrue(report.sampleDocuments() < 700, "documents " + report.sampleDocuments());
        assertEquals(report, report(corpus, 64_000));
    }

    @Test
    void shouldEscapeWhatComesFromTheCorpus() throws IOException {
        // Given
        Artifact corpus =
                corpus(
                        "{\"id\":0,\"source\":\"<script>alert(1)</script>\",\"offset\":0,\"text\":\"<<<<\"}");

        // When
        String page = new ReportPage().of(report(corpus, 1 << 20));

        // Then
        assertFalse(page.contains("<script"), page);
        assertTrue(page.contains("&lt;script&gt;"), page);
        assertTrue(page.startsWith("<!doctype html>"), page);
        assertTrue(page.strip().endsWith("</html>"), page);
        assertFalse(page.contains("http"), "nothing is loaded from elsewhere");
    }

    @Test
    void shouldShowTheEndOfALongName() {
        // When
        Chart chart =
                Chart.rows(
                        List.of(
                                new Chart.Row("short", List.of(1.0)),
                                new Chart.Row(
                                        "a/b/c/d/e/f/g/h/i/j/k/l/m/name.txt.gz", List.of(2.0))));

        // Then
        List<String> labels = chart.labels().stream().map(Chart.Label::text).toList();
        assertTrue(labels.contains("short"), labels::toString);
        assertTrue(labels.contains("…g/h/i/j/k/l/m/name.txt.gz"), labels::toString);
    }

    private TokenizerReport report(Artifact corpus, long bytes) throws IOException {
        return new TokenizerReporter(tokenizer, document -> "und")
                .report(
                        ID,
                        corpus.id(),
                        new CorpusSample(new CorpusDocuments(corpus), bytes),
                        () -> {});
    }

    private static List<String> names(List<TokenizerReport.Group> groups) {
        return groups.stream().map(TokenizerReport.Group::name).toList();
    }

    private Artifact corpus(String... lines) throws IOException {
        ArtifactStore store = new DirectoryArtifactStore(folder, Clock.systemUTC());
        try (ArtifactDraft draft = store.draft(ArtifactKind.CORPUS)) {
            Files.writeString(
                    draft.file(CorpusDocuments.FILE_NAME),
                    String.join("\n", lines) + "\n",
                    StandardCharsets.UTF_8);
            ArtifactId id =
                    store.publish(
                                    draft,
                                    List.of(),
                                    Map.of("form", "text", "documents", lines.length),
                                    null)
                            .id();
            return store.open(id, ArtifactKind.CORPUS);
        }
    }
}
