package org.athanor.transformer.gguf;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.safetensors.SafetensorsReader;
import org.athanor.transformer.safetensors.SafetensorsWriter;
import org.athanor.transformer.safetensors.TensorInfo;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.Tokenizer;

/** The way back: a folder in Hugging Face's layout from a GGUF file, written from llama.cpp's documents. */
final class ExportedModel {

    private static final Map<String, String> LLAMA =
            Map.ofEntries(
                    Map.entry("attn_norm", "input_layernorm"),
                    Map.entry("attn_q", "self_attn.q_proj"),
                    Map.entry("attn_k", "self_attn.k_proj"),
                    Map.entry("attn_v", "self_attn.v_proj"),
                    Map.entry("attn_q_norm", "self_attn.q_norm"),
                    Map.entry("attn_k_norm", "self_attn.k_norm"),
                    Map.entry("attn_output", "self_attn.o_proj"),
                    Map.entry("ffn_norm", "post_attention_layernorm"),
                    Map.entry("ffn_gate", "mlp.gate_proj"),
                    Map.entry("ffn_up", "mlp.up_proj"),
                    Map.entry("ffn_down", "mlp.down_proj"));

    private static final Map<String, String> GPT2 =
            Map.of(
                    "attn_norm", "ln_1",
                    "attn_qkv", "attn.c_attn",
                    "attn_output", "attn.c_proj",
                    "ffn_norm", "ln_2",
                    "ffn_up", "mlp.c_fc",
                    "ffn_down", "mlp.c_proj");

    private static final Map<String, String> WHOLE =
            Map.of(
                    "token_embd.weight", "model.embed_tokens.weight",
                    "output_norm.weight", "model.norm.weight",
                    "output.weight", "lm_head.weight",
                    "gpt2/token_embd.weight", "transformer.wte.weight",
                    "gpt2/position_embd.weight", "transformer.wpe.weight",
                    "gpt2/output_norm.weight", "transformer.ln_f.weight",
                    "gpt2/output_norm.bias", "transformer.ln_f.bias");

    private ExportedModel() {}

    /** 5 special tokens, 256 bytes and two merges. */
    static Tokenizer tokenizer() {
        return Tokenizer.ofMerges(List.of(new Merge('h', 'e'), new Merge(256, 'y')));
    }

    /** Writes {@code model.safetensors} from the file's tensors. */
    static void back(GgufReader gguf, Path folder) throws IOException {
        String architecture = text(gguf, "general.architecture");
        Map<String, long[]> shapes = new LinkedHashMap<>();
        List<float[]> values = new ArrayList<>();
        for (GgufTensor tensor : gguf.tensors().values()) {
            if (tensor.name().equals("rope_freqs.weight")) {
                continue;
            }
            float[] read = gguf.floats(tensor, 0, Math.toIntExact(tensor.elements()));
            long[] shape = tensor.shape().stream().mapToLong(length -> length).toArray();
            if (architecture.equals("llama") && tensor.name().matches(".*attn_[qk]\\.weight")) {
                read = halves(read, headDim(gguf), (int) shape[1]);
            }
            if (architecture.equals("gpt2")
                    && tensor.name().startsWith("blk.")
                    && shape.length == 2) {
                read = transposed(read, (int) shape[0], (int) shape[1]);
                shape = new long[] {shape[1], shape[0]};
            }
            shapes.put(name(architecture, tensor.name()), shape);
            values.add(read);
        }
        try (SafetensorsWriter out =
                new SafetensorsWriter(folder.resolve("model.safetensors"), shapes, Map.of())) {
            for (float[] each : values) {
                ByteBuffer bytes =
                        ByteBuffer.allocate(4 * each.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(each);
                out.append(bytes);
            }
            out.finish();
        }
    }

    /** All tensors of a safetensors file. */
    static Map<String, float[]> weights(Path folder) throws IOException {
        Map<String, float[]> weights = new LinkedHashMap<>();
        try (SafetensorsReader reader =
                SafetensorsReader.open(folder.resolve("model.safetensors"))) {
            for (TensorInfo tensor : reader.tensors().values()) {
                weights.put(
                        tensor.name(),
                        reader.floats(tensor, 0, Math.toIntExact(tensor.elements())));
            }
        }
        return weights;
    }

    static String text(GgufReader gguf, String key) {
        return ((GgufValue.Text) gguf.metadata().get(key)).value();
    }

    static long whole(GgufReader gguf, String key) {
        return ((GgufValue.Whole) gguf.metadata().get(key)).value();
    }

    static List<String> texts(GgufReader gguf, String key) {
        return ((GgufValue.Array) gguf.metadata().get(key))
                .values().stream().map(value -> ((GgufValue.Text) value).value()).toList();
    }

    static List<Long> wholes(GgufReader gguf, String key) {
        return ((GgufValue.Array) gguf.metadata().get(key))
                .values().stream().map(value -> ((GgufValue.Whole) value).value()).toList();
    }

    static int headDim(GgufReader gguf) {
        return (int) whole(gguf, text(gguf, "general.architecture") + ".attention.key_length");
    }

    static void copy(Path from, Path to, String name) throws IOException {
        Files.createDirectories(to);
        Files.copy(from.resolve(name), to.resolve(name));
    }

    private static String name(String architecture, String name) {
        boolean gpt2 = architecture.equals("gpt2");
        String whole = WHOLE.get(gpt2 ? "gpt2/" + name : name);
        if (whole != null) {
            return whole;
        }
        String[] parts = name.split("\\."); // blk, layer, what, weight
        return gpt2
                ? "transformer.h." + parts[1] + "." + GPT2.get(parts[2]) + "." + parts[3]
                : "model.layers." + parts[1] + "." + LLAMA.get(parts[2]) + "." + parts[3];
    }

    /** Even rows of each head first, then the odd ones. */
    private static float[] halves(float[] in, int headDim, int columns) {
        float[] out = new float[in.length];
        for (int row = 0; row < in.length / columns; row++) {
            int head = row / headDim * headDim;
            int target = head + (row - head) / 2 + (row % 2 == 0 ? 0 : headDim / 2);
            System.arraycopy(in, row * columns, out, target * columns, columns);
        }
        return out;
    }

    private static float[] transposed(float[] in, int rows, int columns) {
        float[] out = new float[in.length];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                out[c * rows + r] = in[r * columns + c];
            }
        }
        return out;
    }
}
