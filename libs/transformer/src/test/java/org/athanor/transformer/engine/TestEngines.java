package org.athanor.transformer.engine;

/** Engines that all tests of this module share; they end with the test JVM. */
public final class TestEngines {

    private static final Engine F32 = Engine.open(new EngineOptions("cpu", "f32", 2));
    private static final Engine BF16 = Engine.open(new EngineOptions("cpu", "bf16", 2));

    private TestEngines() {}

    public static Engine f32() {
        return F32;
    }

    public static Engine bf16() {
        return BF16;
    }
}
