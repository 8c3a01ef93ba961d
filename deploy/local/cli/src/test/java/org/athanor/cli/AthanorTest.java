package org.athanor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class AthanorTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayWhatToTypeWhenNoCommandIsNamed() {
        assertEquals(ExitCode.USAGE, execute());
        assertTrue(
                err.toString().contains("Usage: athanor") && err.toString().contains("status"),
                err::toString);
    }

    @Test
    void shouldRefuseAnUnknownCommandByName() {
        assertEquals(ExitCode.USAGE, execute("brew"));
        assertTrue(err.toString().contains("brew"), err::toString);
    }

    @Test
    void shouldRefuseTheLogsOfAServiceThatDoesNotExist() {
        System.setProperty("athanor.checkout", "../../..");
        try {
            assertEquals(ExitCode.USAGE, execute("logs", "bakery"));
            assertTrue(
                    err.toString().contains("No log named bakery: one of kafka, postgres,"),
                    err::toString);
        } finally {
            System.clearProperty("athanor.checkout");
        }
    }

    @Test
    void shouldExplainWhereItRunsWhenThereIsNoCheckout() {
        System.setProperty("athanor.checkout", "/");
        try {
            assertEquals(ExitCode.FAILED, execute("status"));
            assertEquals(
                    "athanor: / is no checkout of Athanor: run the script ./athanor of one",
                    err.toString().strip());
        } finally {
            System.clearProperty("athanor.checkout");
        }
    }

    @Test
    void shouldSayWhichTextTheLearningBenchmarkMeans() {
        assertEquals(ExitCode.USAGE, execute("bench", "learning"));
        assertTrue(
                err.toString().contains("--text FILE; the known one is tinyshakespeare"),
                err::toString);
        assertEquals(ExitCode.USAGE, execute("bench", "learning", "--text", "nowhere.txt"));
        assertTrue(err.toString().contains("no such file: nowhere.txt"), err::toString);
        assertEquals(
                ExitCode.USAGE,
                execute("bench", "learning", "--text", "pom.xml", "--optimizer", "sgd"));
        assertTrue(err.toString().contains("[adamw, muon]"), err::toString);
    }

    @Test
    void shouldRefuseABenchmarkOfNoRounds() {
        assertEquals(ExitCode.USAGE, execute("bench", "tokenizer", "--rounds", "0"));
        assertTrue(err.toString().contains("--rounds must be between 1 and"), err::toString);
    }

    @Test
    void shouldRefuseAFolderThatHoldsNoModel() {
        assertEquals(ExitCode.USAGE, execute("model", "import", "nowhere"));
        assertTrue(err.toString().contains("nowhere is no model's folder"), err::toString);
    }

    @Test
    void shouldRefuseAFileThatIsNotThereByName() {
        assertEquals(ExitCode.USAGE, execute("corpus", "add", "mine", "nowhere.txt"));
        assertTrue(err.toString().contains("cannot read nowhere.txt: no such file"), err::toString);
    }

    @Test
    void shouldSayWhatACorpusIsReadFrom() {
        assertEquals(ExitCode.USAGE, execute("corpus", "add", "mine"));
        assertTrue(err.toString().contains("--s3, --datasource, --topic, --maven"), err::toString);
        assertEquals(ExitCode.USAGE, execute("corpus", "add", "mine", "--datasource", "shop"));
        assertTrue(err.toString().contains("--query"), err::toString);
        assertEquals(
                ExitCode.USAGE, execute("corpus", "add", "mine", "--topic", "t", "--from", "x=1"));
        assertTrue(err.toString().contains("--from"), err::toString);
    }

    @Test
    void shouldHelpWithEveryCommand() {
        for (CommandLine command : Athanor.commandLine().getSubcommands().values()) {
            assertEquals(
                    ExitCode.OK,
                    execute(command.getCommandName(), "--help"),
                    command::getCommandName);
        }
    }

    @Test
    void shouldOfferJsonFromEveryCommand() {
        for (CommandLine command : Athanor.commandLine().getSubcommands().values()) {
            boolean group = !command.getSubcommands().isEmpty();
            assertTrue(
                    group || command.getCommandSpec().findOption("--json") != null,
                    () -> command.getCommandName() + " has no --json");
        }
    }

    private int execute(String... arguments) {
        return Athanor.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
