package org.athanor.transformer.engine;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The devices of this machine that one training spreads over: {@code athanor.devices} (system property or
 * {@code ATHANOR_DEVICES}) of the GPUs that are visible, all of them by default. A processor is always one
 * device, and so is a GPU that is named by its number.
 */
public final class TrainingDevices {

    private static final String SETTING = "athanor.devices";
    private static final int ALL = 0;

    private TrainingDevices() {}

    /**
     * The options of an engine on each device, at least one; the first is that of the device which updates
     * the weights.
     *
     * @throws IllegalArgumentException when more devices are asked for than there are
     */
    public static List<EngineOptions> fromEnvironment(EngineOptions options) {
        String setting = EngineOptions.setting(SETTING, Integer.toString(ALL));
        return choose(options, EngineOptions.integer(SETTING, setting), Engine.gpus());
    }

    /** @param wanted number of devices, 0 for all */
    static List<EngineOptions> choose(EngineOptions options, int wanted, int gpus) {
        boolean isAnyGpu = options.device().equals("auto") || options.device().equals("cuda");
        int there = isAnyGpu ? Math.max(1, gpus) : 1;
        if (wanted < 0 || wanted > there) {
            throw new IllegalArgumentException(
                    SETTING
                            + " must be between 1 and "
                            + there
                            + ", or 0 for all, with athanor.device "
                            + options.device()
                            + " and "
                            + gpus
                            + " visible GPUs, was "
                            + wanted);
        }
        int count = wanted == ALL ? there : wanted;
        if (count == 1) {
            return List.of(options);
        }
        return IntStream.range(0, count).mapToObj(i -> options.withDevice(Engine.GPU + i)).toList();
    }
}
