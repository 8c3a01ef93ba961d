package org.athanor.pretrain.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.athanor.transformer.model.ModelType;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.NormalForm;
import org.athanor.transformer.tokenizer.SplitPattern;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Tokenizers in the files and shapes of well-known models, with a handful of tokens. */
enum TokenizerFamily {
    LLAMA_3(ModelType.LLAMA, true, "llama-bpe") {
        @Override
        void write(Path folder) throws IOException {
            byteLevel(folder, SplitPattern.LLAMA3, NormalForm.NONE);
            replace(
                    folder,
                    "tokenizer.json",
                    "\"post_processor\" : null",
                    """
                    "post_processor": {"type": "TemplateProcessing", "single": [
                    {"SpecialToken": {"id": "<|begin_of_text|>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]}""");
            replace(folder, "tokenizer.json", "<|endoftext|>", "<|begin_of_text|>");
            replace(folder, "tokenizer.json", "<|end|>", "<|eot_id|>");
            configure(folder, "<|user|>", "<|eot_id|>");
        }
    },
    QWEN_2_5(ModelType.QWEN2, false, "qwen2") {
        @Override
        void write(Path folder) throws IOException {
            byteLevel(folder, SplitPattern.QWEN2, NormalForm.NFC);
            replace(folder, "tokenizer.json", "<|user|>", "<|im_start|>");
            replace(folder, "tokenizer.json", "<|end|>", "<|im_end|>");
            configure(folder, "<|im_start|>", "<|im_end|>");
        }
    },
    QWEN_3(ModelType.QWEN3, false, "qwen2") {
        @Override
        void write(Path folder) throws IOException {
            QWEN_2_5.write(folder);
        }
    },
    MISTRAL(ModelType.MISTRAL, true, "tokenizer.ggml.scores") {
        @Override
        void write(Path folder) throws IOException {
            Files.writeString(
                    folder.resolve("tokenizer.json"),
                    """
                    {"added_tokens": [{"id": 0, "content": "<unk>", "special": true},
                     {"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "</s>", "special": true}],
                     "normalizer": null,
                     "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": false},
                     "post_processor": {"type": "TemplateProcessing", "single": [
                      {"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]},
                     "model": {"type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true,
                      "vocab": {%s}, "merges": [["t", "r"], ["▁", "tr"]]}}"""
                            .formatted(vocabulary()));
            configure(folder, "[INST]", "</s>");
        }
    },
    LLAMA_2(ModelType.LLAMA, true, "tokenizer.ggml.scores") {
        @Override
        void write(Path folder) throws IOException {
            ByteArrayOutputStream model = new ByteArrayOutputStream();
            List<String> pieces = pieces();
            for (int id = 0; id < pieces.size(); id++) {
                int type = id == 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1;
                byte[] text = pieces.get(id).getBytes(StandardCharsets.UTF_8);
                ByteBuffer piece =
                        ByteBuffer.allocate(9 + text.length).order(ByteOrder.LITTLE_ENDIAN);
                piece.put((byte) 0x0A).put((byte) text.length).put(text);
                piece.put((byte) 0x15).putFloat(-id).put((byte) 0x18).put((byte) type);
                model.write(0x0A);
                model.write(piece.capacity());
                model.writeBytes(piece.array());
            }
            // BPE with bytes to fall to; identity, a space in front, spaces kept and escaped.
            model.writeBytes(new byte[] {0x12, 5, 0x18, 2, (byte) 0x98, 2, 1});
            model.writeBytes(new byte[] {0x1A, 6, 0x18, 1, 0x20, 0, 0x28, 1});
            Files.write(folder.resolve("tokenizer.model"), model.toByteArray());
            configure(folder, "[INST]", "</s>");
        }
    };

    private final ModelType modelType;
    private final boolean begins;
    private final String pre;

    TokenizerFamily(ModelType modelType, boolean begins, String pre) {
        this.modelType = modelType;
        this.begins = begins;
        this.pre = pre;
    }

    abstract void write(Path folder) throws IOException;

    ModelType modelType() {
        return modelType;
    }

    /** Whether texts begin with a special token. */
    boolean begins() {
        return begins;
    }

    /** What its GGUF file says of it. */
    String pre() {
        return pre;
    }

    private static void byteLevel(Path folder, SplitPattern pattern, NormalForm form)
            throws IOException {
        Tokenizer.ofMerges(List.of(new Merge('t', 'r'), new Merge(' ', 256)), pattern, form)
                .save(folder);
    }

    private static List<String> pieces() {
        List<String> pieces = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        for (int value = 0; value < 256; value++) {
            pieces.add("<0x%02X>".formatted(value));
        }
        pieces.addAll(List.of("tr", "▁tr", "▁", "t", "r", "a"));
        return pieces;
    }

    private static String vocabulary() {
        StringBuilder vocabulary = new StringBuilder();
        for (String piece : pieces()) {
            vocabulary
                    .append(vocabulary.isEmpty() ? "" : ", ")
                    .append('"')
                    .append(piece)
                    .append("\": ")
                    .append(pieces().indexOf(piece));
        }
        return vocabulary.toString();
    }

    private static void configure(Path folder, String opens, String closes) throws IOException {
        String template =
                "{%% for m in messages %%}{{ '%s' + m.role + '\\n' + m.content + eos_token }}{%% endfor %%}"
                        .formatted(opens);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                """
                {"eos_token": {"content": "%s"}, "chat_template": "%s"}"""
                        .formatted(closes, template.replace("\\", "\\\\")));
    }

    private static void replace(Path folder, String name, String from, String to)
            throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, Files.readString(file).replace(from, to));
    }
}
