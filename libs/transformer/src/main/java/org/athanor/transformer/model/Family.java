package org.athanor.transformer.model;

/** The two kinds of decoder layer that this engine knows; {@link ModelType} has their variants. */
public enum Family {
    /** RMSNorm, rotary positions, SwiGLU, grouped-query attention, no biases (arXiv:2302.13971). */
    LLAMA,
    /** LayerNorm, learned positions, GELU, biases (arXiv:2005.14165). GPT-3 has the same shape. */
    GPT2
}
