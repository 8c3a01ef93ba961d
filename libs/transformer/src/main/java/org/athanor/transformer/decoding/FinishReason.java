package org.athanor.transformer.decoding;

/** Why an answer ended. */
public enum FinishReason {
    /** A stop token was sampled. */
    STOP,
    /** The most tokens, or the end of the context, were reached. */
    LENGTH,
    /** The listener wanted no more. */
    CANCELLED
}
