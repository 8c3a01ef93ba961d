package org.athanor.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSummaryTest {

    private static final String PASSED =
            "<testcase classname=\"org.a.OneTest\" name=\"shouldWork\"/>";
    private static final String FAILED =
            "<testcase classname=\"org.a.OneTest\" name=\"shouldAdd\">"
                    + "<failure message=\"expected: 2&#10;but was: 3\" type=\"x\">trace</failure></testcase>";
    private static final String SKIPPED =
            "<testcase classname=\"org.a.NodeIT\" name=\"shouldChat\">"
                    + "<skipped>org.opentest4j.TestAbortedException: Assumption failed: Node is absent</skipped></testcase>";

    @TempDir Path root;

    @Test
    void shouldCountEveryModuleAndSayWhy() throws Exception {
        // Given
        report("libs/one", PASSED + FAILED);
        report("deploy/local/cli", PASSED + SKIPPED);

        // When
        TestSummary summary = new TestSummary(SurefireReports.read(root), true, 83);
        List<String> lines = print(summary);

        // Then
        assertEquals(
                List.of(
                        "",
                        "FAILED  OneTest.shouldAdd: expected: 2",
                        "SKIPPED NodeIT.shouldChat: Node is absent",
                        "Built and tested in 1 min 23 s.",
                        "2 passed, 1 failed, 1 skipped"),
                lines);
        assertFalse(summary.isGreen());
    }

    @Test
    void shouldSayTheSameAsJson() throws Exception {
        // Given
        report(
                "libs/one",
                PASSED
                        + "<testcase classname=\"OneTest\" name=\"shouldQuote\">"
                        + "<failure message=\"say &quot;\\&quot;&#9;!\"/></testcase>");

        // When
        String json = new TestSummary(SurefireReports.read(root), false, 5).json();

        // Then
        JsonNode tree = new ObjectMapper().readTree(json);
        assertEquals(1, tree.get("passed").asInt());
        assertFalse(tree.get("green").asBoolean());
        assertEquals("OneTest.shouldQuote", tree.at("/failures/0/name").asText());
        assertEquals("say \"\\\"\t!", tree.at("/failures/0/reason").asText());
    }

    @Test
    void shouldNotBeGreenWhenMavenFailedWithoutAFailingTest() throws Exception {
        report("libs/one", PASSED);

        TestSummary summary = new TestSummary(SurefireReports.read(root), true, 1);

        assertFalse(summary.isGreen());
        assertTrue(String.join("\n", print(summary)).contains("failed without a failing test"));
    }

    @Test
    void shouldNotBeGreenWhenNothingRan() throws Exception {
        assertFalse(new TestSummary(SurefireReports.read(root), false, 1).isGreen());
    }

    @Test
    void shouldRefuseAReportThatIsCutOff() throws Exception {
        Path report = report("libs/one", PASSED);
        Files.writeString(report, "<testsuite><testcase");

        IOException refusal = assertThrows(IOException.class, () -> SurefireReports.read(root));
        assertTrue(refusal.getMessage().contains(report.getFileName().toString()));
    }

    private Path report(String module, String cases) throws IOException {
        Path directory =
                Files.createDirectories(root.resolve(module).resolve("target/surefire-reports"));
        return Files.writeString(
                directory.resolve("TEST-org.a.Some.xml"), "<testsuite>" + cases + "</testsuite>");
    }

    private static List<String> print(TestSummary summary) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        summary.print(new PrintStream(out, true, UTF_8));
        return out.toString(UTF_8).lines().toList();
    }
}
