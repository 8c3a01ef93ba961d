package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.demo.Europarl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench engine}, {@code learning}, {@code packing} and {@code tokenizer}. */
@Command(
        name = "bench",
        description = "Measure this machine.",
        subcommands = {
            BenchCommand.EngineVerb.class,
            BenchCommand.LearningVerb.class,
            BenchCommand.PackingVerb.class,
            BenchCommand.TokenizerVerb.class
        })
public final class BenchCommand extends Group {

    /** A benchmark's verb: its report is what is printed. */
    abstract static class BenchVerb implements Callable<Integer> {

        @Mixin private JsonOutput json;

        @Override
        public final Integer call() throws IOException, InterruptedException {
            JsonNode report = measure();
            json.write(report, () -> System.out.println(report.toPrettyString()));
            return ExitCode.OK;
        }

        abstract JsonNode measure() throws IOException, InterruptedException;
    }

    @Command(
            name = "engine",
            description = {
                "The engine's peak, training, prefill and decoding, in a process of its own.",
                "Stop the stack and other programs first: they share the cores."
            })
    static final class EngineVerb extends BenchVerb {

        @Option(
                names = "--steps",
                defaultValue = "20",
                description = "Training steps a figure is taken from (default: ${DEFAULT-VALUE}).")
        private int steps;

        @Option(
                names = "--answers",
                defaultValue = "5",
                description =
                        "Answers of 64 tokens a figure is taken from (default: ${DEFAULT-VALUE}).")
        private int answers;

        @Override
        JsonNode measure() throws IOException, InterruptedException {
            List<String> arguments = List.of(Integer.toString(steps), Integer.toString(answers));
            return BenchProcess.run("EngineBench", arguments, Map.of());
        }
    }

    @Command(
            name = "packing",
            description = {
                "What it costs that documents in one row do not see each other, and what it saves where short examples"
                        + " share rows, in a process of its own.",
                "Stop the stack and other programs first: they share the cores."
            })
    static final class PackingVerb extends BenchVerb {

        @Option(
                names = "--steps",
                defaultValue = "10",
                description = "Training steps a figure is taken from (default: ${DEFAULT-VALUE}).")
        private int steps;

        @Override
        JsonNode measure() throws IOException, InterruptedException {
            return BenchProcess.run("PackingBench", List.of(Integer.toString(steps)), Map.of());
        }
    }

    @Command(
            name = "learning",
            description = {
                "Whether the engine learns what others learn: a small GPT-2 by characters, 2,000 steps from random weights,"
                        + " then the mean loss over the whole last tenth of the text, in nats a character.",
                "On tinyshakespeare at most 1.91 is expected."
            })
    static final class LearningVerb extends BenchVerb {

        enum Optimizer {
            adamw,
            muon
        }

        enum Dtype {
            f32,
            bf16
        }

        private static final int MOST_SEEDS = 1000;

        @Option(
                names = "--text",
                paramLabel = "FILE",
                description =
                        "The text, in UTF-8. The known one is tinyshakespeare, 1,115,394 characters: data/tinyshakespeare/input.txt of github.com/karpathy/char-rnn.")
        private Path text;

        @Option(
                names = "--seeds",
                defaultValue = "3",
                description = "How many trainings (default: ${DEFAULT-VALUE}).")
        private int seeds;

        @Option(
                names = "--optimizer",
                defaultValue = "adamw",
                description =
                        "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}); muon takes the hidden matrices alone.")
        private Optimizer optimizer;

        @Option(
                names = "--dtype",
                description =
                        "Of matrix products: ${COMPLETION-CANDIDATES} (default: bf16 where the processor has it).")
        private Dtype dtype;

        @Override
        JsonNode measure() throws IOException, InterruptedException {
            if (text == null || !Files.isRegularFile(text)) {
                throw new CliException(
                        ExitCode.USAGE,
                        (text == null ? "name a text with --text FILE" : "no such file: " + text)
                                + "; the known one is tinyshakespeare,"
                                + " data/tinyshakespeare/input.txt of github.com/karpathy/char-rnn");
            }
            if (seeds < 1 || seeds > MOST_SEEDS) {
                throw new CliException(
                        ExitCode.USAGE,
                        "--seeds must be between 1 and " + MOST_SEEDS + ", was " + seeds);
            }
            return BenchProcess.run(
                    "LearningBench",
                    List.of(
                            text.toAbsolutePath().toString(),
                            Integer.toString(seeds),
                            optimizer.name()),
                    dtype == null ? Map.of() : Map.of("ATHANOR_COMPUTE_TYPE", dtype.name()));
        }
    }

    @Command(
            name = "tokenizer",
            description = {
                "How fast tokenizers encode and decode, beside JTokkit and Hugging Face's, in a process of its own.",
                "Stop the stack and other programs first: they share the cores."
            })
    static final class TokenizerVerb extends BenchVerb {

        private static final int MOST_ROUNDS = 1000;

        @Option(
                names = "--rounds",
                defaultValue = "5",
                description = "Rounds a figure is the median of (default: ${DEFAULT-VALUE}).")
        private int rounds;

        @Override
        JsonNode measure() throws IOException, InterruptedException {
            if (rounds < 1 || rounds > MOST_ROUNDS) {
                throw new CliException(
                        ExitCode.USAGE,
                        "--rounds must be between 1 and " + MOST_ROUNDS + ", was " + rounds);
            }
            Path corpus = Files.createTempFile("europarl", ".gz");
            try {
                Europarl.copyTo(corpus);
                return BenchProcess.run(
                        "TokenizerBench",
                        List.of(corpus.toString(), Integer.toString(rounds)),
                        Map.of());
            } finally {
                Files.delete(corpus);
            }
        }
    }
}
