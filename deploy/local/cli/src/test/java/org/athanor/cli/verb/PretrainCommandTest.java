package org.athanor.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PretrainCommandTest {

    @Test
    void shouldNameOneDatasetAsOne() {
        Map<String, Object> parameters = parameters("aa11", "--attention", "within-documents");

        assertEquals("aa11", parameters.get("dataset"));
        assertFalse(parameters.containsKey("mixture"));
        assertEquals("within-documents", parameters.get("attention"));
    }

    @Test
    void shouldMakeAMixtureOfSeveral() {
        Map<String, Object> parameters =
                parameters("aa11=0.7", "--also", "bb22=0.2", "--also", "cc33=0.1");

        assertNull(parameters.get("dataset"));
        assertEquals(
                List.of(part("aa11", "0.7"), part("bb22", "0.2"), part("cc33", "0.1")),
                parameters.get("mixture"));
        assertEquals(
                List.of(part("aa11", "0.7"), part("bb22", "0.3")),
                parameters("aa11", "--also", "bb22=0.3").get("mixture"));
        assertEquals(
                List.of(Map.of("dataset", "aa11"), Map.of("dataset", "bb22")),
                parameters("aa11", "--also", "bb22").get("mixture"));
    }

    @Test
    void shouldRefuseAWeightThatIsNoNumber() {
        var refused =
                assertThrows(CliException.class, () -> parameters("aa11", "--also", "bb22=much"));

        assertTrue(refused.getMessage().contains("much"), refused.getMessage());
    }

    private static Map<String, Object> part(String dataset, String weight) {
        return Map.of("dataset", dataset, "weight", new BigDecimal(weight));
    }

    private static Map<String, Object> parameters(String... arguments) {
        PretrainCommand command = new PretrainCommand();
        new CommandLine(command).parseArgs(arguments);
        return command.parameters(null);
    }
}
