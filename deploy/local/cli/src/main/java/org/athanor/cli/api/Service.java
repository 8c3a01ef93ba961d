package org.athanor.cli.api;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

/** The five services and where they listen: {@code ATHANOR_<NAME>_URL} overrides the local stack's. */
public enum Service {
    TOKENIZER(8081),
    PRETRAIN(8082),
    REWARD(8083),
    RLHF(8084),
    INFERENCE(8085);

    private final int port;

    Service(int port) {
        this.port = port;
    }

    /** The short name, for example {@code pretrain}. */
    public String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where the service listens, without a trailing slash. */
    public URI baseUri(Map<String, String> environment) {
        String configured = environment.get("ATHANOR_" + name() + "_URL");
        String base =
                configured == null
                        ? "http://127.0.0.1:" + (port + offset(environment))
                        : configured;
        return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
    }

    private static int offset(Map<String, String> environment) {
        String offset = environment.getOrDefault("ATHANOR_PORT_OFFSET", "");
        return offset.isBlank() ? 0 : Integer.parseInt(offset);
    }
}
