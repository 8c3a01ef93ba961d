package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokenizer train}, {@code tokenizer add} and {@code tokenizer inspect}. */
@Command(
        name = "tokenizer",
        description = "Text to tokens and back.",
        subcommands = {
            TokenizerCommand.Train.class,
            TokenizerCommand.Add.class,
            InspectCommand.class
        })
public final class TokenizerCommand extends Group {

    @Command(name = "train", description = "Train a byte-level BPE vocabulary on a corpus.")
    static final class Train extends RunVerb {

        enum Pattern {
            gpt2,
            cl100k,
            o200k,
            llama3,
            qwen2
        }

        enum NormalForm {
            none,
            nfc,
            nfkc
        }

        @Parameters(paramLabel = "CORPUS", description = "The corpus' artifact id.")
        private String corpus;

        @Option(
                names = "--vocabulary",
                paramLabel = "SIZE",
                defaultValue = "4096",
                description = "Tokens in all (default: ${DEFAULT-VALUE}).")
        private int vocabularySize;

        @Option(
                names = "--pattern",
                description =
                        "How text is cut into the pieces that tokens never cross: ${COMPLETION-CANDIDATES} (default: gpt2).")
        private Pattern pattern;

        @Option(
                names = "--normal-form",
                description =
                        "What is done to text before it is cut: ${COMPLETION-CANDIDATES} (default: none).")
        private NormalForm normalForm;

        @Option(
                names = "--minimum-count",
                paramLabel = "TIMES",
                description = "How often a pair must occur to become a token (default: 2).")
        private Long minimumCount;

        @Option(
                names = "--maximum-token-bytes",
                paramLabel = "BYTES",
                description = "The longest token (default: 256).")
        private Integer maximumTokenBytes;

        Train() {
            super(Service.TOKENIZER, "tokenizer");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("corpus", corpus);
            parameters.put("vocabularySize", vocabularySize);
            parameters.put("pattern", pattern == null ? null : pattern.name());
            parameters.put("normalForm", normalForm == null ? null : normalForm.name());
            parameters.put("minimumCount", minimumCount);
            parameters.put("maximumTokenBytes", maximumTokenBytes);
            return parameters;
        }
    }

    @Command(
            name = "add",
            description =
                    "Make a tokenizer artifact of a known vocabulary or of a model's tokenizer.")
    static final class Add extends RunVerb {

        private static final Pattern ARTIFACT = Pattern.compile("[0-9a-f]{64}");

        @Parameters(
                paramLabel = "NAME|MODEL",
                description = {
                    "r50k_base, cl100k_base or o200k_base, or the id of a model artifact,",
                    "to build datasets that the model can be tuned on."
                })
        private String which;

        Add() {
            super(Service.TOKENIZER, "known-tokenizer");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            return Map.of(ARTIFACT.matcher(which).matches() ? "model" : "name", which);
        }
    }
}
