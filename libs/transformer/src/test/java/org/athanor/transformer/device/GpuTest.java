package org.athanor.transformer.device;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.athanor.transformer.engine.Engine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** On every GPU that is visible; a single one stands for two where several are meant. */
@Tag("gpu")
class GpuTest extends DeviceContract {

    @BeforeEach
    void needAGpu() {
        assumeTrue(
                Engine.gpus() > 0,
                "no GPU is visible, or the native library is the one for processors: see docs/gpu.md");
    }

    @Override
    List<String> devices() {
        int gpus = Engine.gpus();
        return IntStream.range(0, Math.max(2, gpus)).mapToObj(i -> "cuda:" + i % gpus).toList();
    }
}
