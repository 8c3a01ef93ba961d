package org.athanor.transformer.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingDevicesTest {

    @Test
    void shouldTakeEveryGpuByDefault() {
        assertEquals(List.of("cuda:0", "cuda:1", "cuda:2"), names("auto", 0, 3));
        assertEquals(List.of("cuda:0", "cuda:1"), names("cuda", 2, 3));
    }

    @Test
    void shouldTakeOneDeviceWhereNoMoreAreMeant() {
        assertEquals(List.of("auto"), names("auto", 0, 0));
        assertEquals(List.of("auto"), names("auto", 1, 4));
        assertEquals(List.of("cpu"), names("cpu", 0, 4));
        assertEquals(List.of("cuda:2"), names("cuda:2", 0, 4));
    }

    @Test
    void shouldKeepTheOtherOptions() {
        EngineOptions options = new EngineOptions("auto", "bf16", 3);
        assertEquals(
                List.of(
                        new EngineOptions("cuda:0", "bf16", 3),
                        new EngineOptions("cuda:1", "bf16", 3)),
                TrainingDevices.choose(options, 0, 2));
    }

    @Test
    void shouldRefuseMoreDevicesThanThereAre() {
        refused("cpu", 2, 4);
        refused("auto", 2, 0);
        refused("cuda:1", 2, 4);
        refused("cuda", 5, 4);
        refused("cuda", -1, 4);
    }

    private static void refused(String device, int wanted, int gpus) {
        String reason =
                assertThrows(IllegalArgumentException.class, () -> names(device, wanted, gpus))
                        .getMessage();
        assertTrue(reason.startsWith("athanor.devices must be between 1 and "), reason);
        assertTrue(reason.endsWith("was " + wanted), reason);
    }

    private static List<String> names(String device, int wanted, int gpus) {
        return TrainingDevices.choose(new EngineOptions(device, "auto", 0), wanted, gpus).stream()
                .map(EngineOptions::device)
                .toList();
    }

    @Test
    void shouldOpenTheDeviceThatIsNamed() {
        assertEquals(Device.cpu(), Engine.device("cpu", 2));
        assertEquals(Device.cpu(), Engine.device("auto", 0));
        assertEquals(Device.gpu(0), Engine.device("auto", 2));
        assertEquals(Device.gpu(0), Engine.device("cuda", 2));
        assertEquals(Device.gpu(1), Engine.device("cuda:1", 2));
    }

    @Test
    void shouldRefuseAGpuThatIsNotThere() {
        String none =
                assertThrows(IllegalStateException.class, () -> Engine.device("cuda:0", 0))
                        .getMessage();
        assertTrue(none.startsWith("athanor.device is cuda:0 but no GPU is visible"), none);
        String few =
                assertThrows(IllegalStateException.class, () -> Engine.device("cuda:2", 2))
                        .getMessage();
        assertEquals(
                "athanor.device is cuda:2 but the GPUs that are visible are cuda:0 to cuda:1", few);
    }

    @Test
    void shouldRefuseWhatIsNoDevice() {
        for (String name : List.of("gpu", "cuda:", "cuda:-1", "cuda:x", "cuda:12345", "")) {
            String reason =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> new EngineOptions(name, "auto", 0))
                            .getMessage();
            assertEquals("athanor.device must be auto, cpu, cuda or cuda:N, was " + name, reason);
        }
        assertEquals("cuda:1", new EngineOptions(" CUDA:1 ", "auto", 0).device());
    }

    @Test
    void shouldNameTheProcessor() {
        assertEquals("cpu", TestEngines.f32().deviceName());
    }
}
