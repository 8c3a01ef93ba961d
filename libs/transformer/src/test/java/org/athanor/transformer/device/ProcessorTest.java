package org.athanor.transformer.device;

import java.util.List;

/** The contract where it can always be tried. */
class ProcessorTest extends DeviceContract {

    @Override
    List<String> devices() {
        return List.of("cpu", "cpu");
    }
}
