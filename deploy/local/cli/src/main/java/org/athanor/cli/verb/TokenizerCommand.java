package org.athanor.cli.verb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokenizer train}. */
@Command(
        name = "tokenizer",
        description = "Text to tokens and back.",
        subcommands = TokenizerCommand.Train.class)
public final class TokenizerCommand extends Group {

    @Command(name = "train", description = "Train a byte-level BPE vocabulary on a corpus.")
    static final class Train extends RunVerb {

        @Parameters(paramLabel = "CORPUS", description = "The corpus' artifact id.")
        private String corpus;

        @Option(
                names = "--vocabulary",
                paramLabel = "SIZE",
                defaultValue = "4096",
                description = "Tokens in all (default: ${DEFAULT-VALUE}).")
        private int vocabularySize;

        Train() {
            super(Service.TOKENIZER, "tokenizer");
        }

        @Override
        Map<String, Object> parameters(Api api) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("corpus", corpus);
            parameters.put("vocabularySize", vocabularySize);
            return parameters;
        }
    }
}
