package org.athanor.contracts.artifact;

/** Keys of a manifest's configuration that one service writes and another reads. */
public final class ConfigurationKeys {

    /** Of an adapter: the id of the model that it was trained on. */
    public static final String BASE = "base";

    private ConfigurationKeys() {}
}
