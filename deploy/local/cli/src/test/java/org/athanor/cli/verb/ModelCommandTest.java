package org.athanor.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.athanor.cli.CliException;
import org.junit.jupiter.api.Test;

class ModelCommandTest {

    @Test
    void shouldPutAnAdaptersFilesIntoTheirFolder() {
        Path folder = Path.of("/somewhere/model");
        assertEquals(
                folder.resolve("config.json"), ModelCommand.Export.inside(folder, "config.json"));
        assertEquals(
                folder.resolve("adapter").resolve("adapter_config.json"),
                ModelCommand.Export.inside(folder, "adapter/adapter_config.json"));
    }

    @Test
    void shouldWriteNothingOutsideTheFolder() {
        for (String name : List.of("../evil", "adapter/../../evil", "/etc/evil", "", ".")) {
            assertThrows(
                    CliException.class,
                    () -> ModelCommand.Export.inside(Path.of("model"), name),
                    name);
        }
    }
}
