package org.athanor.transformer.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.MachineTurn;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * Measures tokenizers, ours and others', and prints one JSON object on standard output. The arguments
 * are the compressed file of Europarl and the number of rounds that a figure is the median of. A MB is
 * 10^6 bytes of UTF-8.
 */
public final class TokenizerBench {

    private static final int VOCABULARY_SIZE = 32_768;

    /** The vocabulary that is learnt here. */
    private static final String OWN = "own";

    private final int rounds;
    private final BenchText prose;
    private final List<BenchText> hard = BenchText.hard();
    private final List<Map<String, Object>> encode = new ArrayList<>();
    private final List<Map<String, Object>> decode = new ArrayList<>();

    private TokenizerBench(BenchText prose, int rounds) {
        this.prose = prose;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("wanted: FILE ROUNDS");
        }
        BenchText prose = BenchText.europarl(Path.of(arguments[0]));
        TokenizerBench bench = new TokenizerBench(prose, Integer.parseInt(arguments[1]));
        EngineOptions options = EngineOptions.fromEnvironment();
        try (MachineTurn.Held turn = EngineBench.turn(options, "bench tokenizer")) {
            System.out.println(
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(bench.run(options)));
        }
    }

    private Map<String, Object> run(EngineOptions options)
            throws IOException, InterruptedException, ExecutionException {
        VocabularyBench vocabulary = vocabulary();
        List<Map<String, Object>> training = train(vocabulary);
        for (String name : Tokenizer.names()) {
            measure(name, Tokenizer.named(name), List.of(JtokkitCodec.of(name)));
        }
        measure(OWN, vocabulary.tokenizer(), List.of());
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", EngineBench.machine(options));
        report.put("train", training);
        report.put("encode", encode);
        report.put("decode", decode);
        return report;
    }

    private VocabularyBench vocabulary() {
        List<byte[]> documents =
                prose.documents().stream()
                        .map(document -> document.getBytes(StandardCharsets.UTF_8))
                        .toList();
        return new VocabularyBench(prose.name(), documents, VOCABULARY_SIZE);
    }

    /** Hugging Face's binding has no training, so that there is nobody to race here. */
    private List<Map<String, Object>> train(VocabularyBench vocabulary) throws IOException {
        System.err.println("training vocabularies");
        int cores = Runtime.getRuntime().availableProcessors();
        return vocabulary.run(cores > 1 ? new int[] {1, 2} : new int[] {1}, Math.max(rounds, 3));
    }

    /** @param peers that know the vocabulary, besides Hugging Face's, which reads any of ours */
    private void measure(String name, Tokenizer ours, List<BenchCodec<?>> peers)
            throws IOException, InterruptedException, ExecutionException {
        System.err.println("measuring " + name);
        try (HuggingFaceCodec huggingFace = HuggingFaceCodec.of(ours)) {
            List<BenchCodec<?>> codecs = new ArrayList<>();
            codecs.add(new AthanorCodec(ours));
            codecs.addAll(peers);
            codecs.add(huggingFace);
            CodecRace race = new CodecRace(name, codecs, rounds);
            encode.addAll(race.encode(prose, 1));
            int cores = Runtime.getRuntime().availableProcessors();
            if (cores > 1) {
                encode.addAll(race.encode(prose, cores));
            }
            for (BenchText text : hard) {
                encode.addAll(race.encode(text, 1));
            }
            decode.addAll(race.decode(prose));
        }
    }
}
