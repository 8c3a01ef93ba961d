package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.util.Arrays;

/** The {@code normalizer} of a byte-level {@code tokenizer.json}: none, or one of Unicode's forms. */
final class NormalFormJson {

    private NormalFormJson() {}

    static NormalForm read(Path file, JsonNode node) throws TokenizerFormatException {
        String type = node.path("type").asText("");
        JsonNode steps = node.path("normalizers");
        if (type.isEmpty() || (type.equals("Sequence") && steps.isEmpty())) {
            return NormalForm.NONE;
        }
        if (type.equals("Sequence") && steps.size() == 1) {
            return read(file, steps.get(0));
        }
        return Arrays.stream(NormalForm.values())
                .filter(form -> form != NormalForm.NONE && form.name().equals(type))
                .findFirst()
                .orElseThrow(
                        () ->
                                new TokenizerFormatException(
                                        file,
                                        "/normalizer/type %s is not supported: NFC, NFD, NFKC and NFKD are"
                                                .formatted(type)));
    }

    static JsonNode write(NormalForm form) {
        return form == NormalForm.NONE
                ? JsonNodeFactory.instance.nullNode()
                : JsonNodeFactory.instance.objectNode().put("type", form.name());
    }
}
