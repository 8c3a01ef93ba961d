package org.athanor.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CorpusCommandTest {

    @Test
    void shouldNameTheStepsOfCleaning() {
        assertNull(cleaning());
        assertEquals(
                Map.of(
                        "repair", Map.of(),
                        "language", Map.of("languages", List.of("en", "de")),
                        "quality", Map.of(),
                        "decontamination", Map.of("sets", List.of("arc_easy")),
                        "personalData", Map.of(),
                        "exactDuplicates", Map.of(),
                        "nearDuplicates", Map.of()),
                cleaning(
                        "--clean",
                        "repair,language=en+de,quality,decontamination=arc_easy",
                        "--clean=personal-data,exact-duplicates",
                        "--clean",
                        "near-duplicates"));
    }

    @Test
    void shouldTakeTheValuesOfSteps() {
        assertEquals(
                Map.of(
                        "repair", Map.of("nfc", true),
                        "personalData", Map.of("phoneRegions", List.of("US", "GB")),
                        "exactDuplicates", Map.of("ignoreCase", true),
                        "nearDuplicates", Map.of("threshold", new BigDecimal("0.9"))),
                cleaning(
                        "--clean",
                        "repair=nfc,personal-data=US+GB,exact-duplicates=ignore-case,near-duplicates=0.9"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dedupe | there is no cleaning step 'dedupe', only repair[=nfc], language=CODE[+CODE...], quality,",
                "Quality | there is no cleaning step 'Quality', only",
                "quality=high | the cleaning step quality was given 'high': write quality",
                "language | the cleaning step language was given no value: write language=CODE[+CODE...]",
                "language= | the cleaning step language was given '': write language=CODE[+CODE...]",
                "language=en++de | the cleaning step language was given 'en++de'",
                "near-duplicates=most | the cleaning step near-duplicates was given 'most': write near-duplicates[=THRESHOLD]",
                "repair=nfd | the cleaning step repair was given 'nfd': write repair[=nfc]",
                "language=en,language=de | the cleaning step language is named twice: put its values into one, with + between them"
            })
    void shouldSayWhatIsNoStep(String steps, String message) {
        var refused = assertThrows(CliException.class, () -> cleaning("--clean", steps));

        assertEquals(ExitCode.USAGE, refused.exitCode());
        assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    }

    @Test
    void shouldExplainEveryStepInItsHelp() {
        String help = new CommandLine(new CorpusCommand.Add()).getUsageMessage();

        assertFalse(CleaningStep.choices().isEmpty());
        for (String choice : CleaningStep.choices().split(", ")) {
            assertTrue(help.replaceAll("\\s+", " ").contains(choice), choice + " in " + help);
        }
    }

    private static Object cleaning(String... options) {
        List<String> arguments = new ArrayList<>(List.of("mine", "--by-path", "/data"));
        arguments.addAll(List.of(options));
        CorpusCommand.Add command = new CorpusCommand.Add();
        new CommandLine(command).parseArgs(arguments.toArray(String[]::new));
        return command.parameters(null).get("cleaning");
    }
}
