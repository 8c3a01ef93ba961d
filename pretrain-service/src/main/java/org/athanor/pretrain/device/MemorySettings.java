package org.athanor.pretrain.device;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalLong;

/** {@code athanor.memory.bytes} overrides what the machine says of itself. */
@ConfigMapping(prefix = "athanor.memory")
public interface MemorySettings {

    /** Bytes that a run may use; by default what the device has. */
    OptionalLong bytes();
}
