package org.athanor.transformer.model;

/**
 * The published lines of models whose files are read and written, each one of the layers that {@link
 * Family} names with the little that it adds to it.
 */
public enum ModelType {
    /** Llama 1, 2 and 3 (arXiv:2302.13971, 2307.09288, 2407.21783). */
    LLAMA("llama", "LlamaForCausalLM", Family.LLAMA, false, false),
    /** Llama's layer (arXiv:2310.06825). */
    MISTRAL("mistral", "MistralForCausalLM", Family.LLAMA, false, false),
    /** Biases on queries, keys and values (Qwen2 and 2.5, arXiv:2407.10671, 2412.15115). */
    QWEN2("qwen2", "Qwen2ForCausalLM", Family.LLAMA, true, false),
    /** RMSNorm of every query and key before its rotation (arXiv:2505.09388). */
    QWEN3("qwen3", "Qwen3ForCausalLM", Family.LLAMA, false, true),
    /** GPT-2, and GPT-3 whose shape is the same. */
    GPT2("gpt2", "GPT2LMHeadModel", Family.GPT2, false, false);

    private final String label;
    private final String architecture;
    private final Family family;
    private final boolean qkvBias;
    private final boolean qkNorm;

    ModelType(String label, String architecture, Family family, boolean qkvBias, boolean qkNorm) {
        this.label = label;
        this.architecture = architecture;
        this.family = family;
        this.qkvBias = qkvBias;
        this.qkNorm = qkNorm;
    }

    /** {@code model_type} in Hugging Face's {@code config.json}. */
    public String label() {
        return label;
    }

    /** The class under {@code architectures} there. */
    String architecture() {
        return architecture;
    }

    /** Whose layer it is. */
    public Family family() {
        return family;
    }

    /** Whether Llama's layer has a bias on its queries, keys and values. */
    public boolean qkvBias() {
        return qkvBias;
    }

    /** Whether Llama's layer norms each head's query and key before rotating them. */
    public boolean qkNorm() {
        return qkNorm;
    }

    /** The line that gave a family its name. */
    static ModelType of(Family family) {
        return family == Family.LLAMA ? LLAMA : GPT2;
    }
}
