package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import org.athanor.cli.terminal.Table;
import org.athanor.cli.terminal.TokenColours;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tokenizer inspect}. */
@Command(name = "inspect", description = "Show the tokens of a text: coloured, with ids and bytes.")
final class InspectCommand extends ApiVerb {

    @Parameters(paramLabel = "TEXT", description = "The text, as one argument.")
    private String text;

    @Option(
            names = "--tokenizer",
            paramLabel = "TOKENIZER",
            description = {
                "An artifact id, or r50k_base, cl100k_base or o200k_base;",
                "the newest tokenizer if left out."
            })
    private String tokenizer;

    @Override
    int execute(Api api, JsonOutput json) {
        String chosen = tokenizer == null ? newest(api) : tokenizer;
        JsonNode answer =
                api.post(
                        Service.TOKENIZER,
                        "/v1/tokenizers/" + chosen + "/tokenize",
                        Map.of("text", text));
        json.write(answer, () -> System.out.print(forPeople(chosen, answer)));
        return ExitCode.OK;
    }

    private static String newest(Api api) {
        JsonNode tokenizers = api.get(Service.TOKENIZER, "/v1/artifacts?kind=tokenizer&limit=1");
        if (tokenizers.isEmpty()) {
            throw new CliException(
                    ExitCode.FAILED,
                    "there is no tokenizer yet: train one, or say --tokenizer cl100k_base");
        }
        return tokenizers.get(0).path("id").asText();
    }

    private static String forPeople(String tokenizer, JsonNode answer) {
        List<String> texts = new ArrayList<>();
        Table table = Table.of("ID", "BYTES", "START", "TOKEN");
        for (JsonNode token : answer.path("tokens")) {
            String text = token.path("text").asText();
            texts.add(text);
            table.row(
                    token.path("id").asInt(),
                    token.path("byteEnd").asInt() - token.path("byteStart").asInt(),
                    token.path("start").asInt(),
                    "'" + TokenColours.visible(text).replace("\n", "") + "'");
        }
        int count = answer.path("count").asInt();
        int bytes = answer.path("bytes").asInt();
        return "%s%n%n%s%n%d tokens, %d bytes, %.2f bytes a token (%s)%n"
                .formatted(
                        TokenColours.onStandardOutput().render(texts),
                        table.render(),
                        count,
                        bytes,
                        count == 0 ? 0.0 : (double) bytes / count,
                        tokenizer);
    }
}
