package org.athanor.inference.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.athanor.transformer.decoding.PackedWeights;

/** What serving may take. Everything is bounded: a request beyond a bound is refused with the figures. */
@ConfigMapping(prefix = "athanor.inference")
public interface ServingConfig {

    /** Generations at once. Each uses all cores, so more of them share rather than add. */
    @WithDefault("1")
    @Min(1)
    @Max(64)
    int concurrency();

    /** Requests that may wait; the next one is told to come back later. */
    @WithDefault("64")
    @Min(1)
    int queue();

    /** From a request's arrival to the end of its answer. */
    @WithDefault("PT2M")
    Duration timeout();

    /** Answers of one request: prompts times n. */
    @WithDefault("128")
    @Min(1)
    int maxRows();

    /** Key-value cache of one request: rows times (prompt + new tokens). */
    @WithDefault("131072")
    @Min(1)
    int maxBatchTokens();

    /** Different models in memory. A promotion needs room for one more than stay. */
    @WithDefault("8")
    @Min(1)
    int maxModels();

    /** The body of a request, in bytes. */
    @WithDefault("4194304")
    @Min(1024)
    int maxBodyBytes();

    /**
     * What matrices are kept in: {@code compute-type}, or {@code int8}, which takes half the memory of bf16
     * and costs a little quality; an evaluation run with {@code weights: int8} says how much.
     */
    @WithDefault("compute-type")
    PackedWeights.Precision weights();
}
