package org.athanor.tokenizer.cleaning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.athanor.kit.digest.Sha256;
import org.athanor.kit.input.BoundedInput;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** The evaluation sets of the service's folder, by name; every text in a line of one is tested on. */
@ApplicationScoped
class EvaluationSets {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ENDINGS = List.of(".jsonl", ".jsonl.gz");

    private final CleaningConfig config;

    EvaluationSets(CleaningConfig config) {
        this.config = config;
    }

    /**
     * An evaluation set as it was read.
     *
     * @param sha256 of its file
     * @param texts in it that were long enough to count
     */
    record Loaded(String name, String sha256, long texts) {}

    /** Refuses a name that the folder does not have. */
    void requireKnown(List<String> names) {
        Map<String, Path> known = files();
        for (String name : names) {
            if (!known.containsKey(name)) {
                throw new AthanorException(
                        ErrorCode.INVALID_REQUEST,
                        "there is no evaluation set '%s', only %s: put its texts as %s.jsonl into the folder athanor.cleaning.evaluation-sets"
                                .formatted(name, known.keySet(), name));
            }
        }
    }

    /** Reads a set into the index, under the number given. */
    Loaded load(String name, int number, int words, NgramIndex index) throws IOException {
        requireKnown(List.of(name));
        Path file = files().get(name);
        MessageDigest sha256 = Sha256.digest();
        long texts = 0;
        try (InputStream raw = new DigestInputStream(Files.newInputStream(file), sha256);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        unpacked(file, raw), StandardCharsets.UTF_8))) {
            long lineNumber = 0;
            String line = lines.readLine();
            while (line != null) {
                lineNumber++;
                if (!line.isBlank()) {
                    texts += add(parse(line, file, lineNumber), number, words, index);
                }
                line = lines.readLine();
            }
            raw.transferTo(OutputStream.nullOutputStream());
        }
        return new Loaded(name, HexFormat.of().formatHex(sha256.digest()), texts);
    }

    private Map<String, Path> files() {
        Map<String, Path> files = new TreeMap<>();
        if (config.evaluationSets().isEmpty()) {
            return files;
        }
        try (Stream<Path> list = Files.list(config.evaluationSets().get())) {
            for (Path file : list.sorted().toList()) {
                String name = file.getFileName().toString();
                for (String ending : ENDINGS) {
                    if (name.endsWith(ending) && !name.startsWith(".")) {
                        files.put(name.substring(0, name.length() - ending.length()), file);
                    }
                }
            }
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the folder of evaluation sets %s cannot be read: set athanor.cleaning.evaluation-sets"
                            .formatted(config.evaluationSets().get()),
                    e);
        }
        return files;
    }

    private InputStream unpacked(Path file, InputStream raw) throws IOException {
        InputStream bytes =
                file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        long most = config.maxEvaluationSetBytes().asLongValue();
        return new BoundedInput(
                bytes,
                most,
                () ->
                        new AthanorException(
                                ErrorCode.TOO_LARGE,
                                "the evaluation set %s holds more than %d bytes: raise athanor.cleaning.max-evaluation-set-bytes if it should"
                                        .formatted(file.getFileName(), most)));
    }

    private static JsonNode parse(String line, Path file, long number) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "line %d of the evaluation set %s is not JSON: a set has an object a line"
                            .formatted(number, file.getFileName()),
                    e);
        }
    }

    /** Adds every text in the node, however deep; returns how many counted. */
    private static long add(JsonNode node, int set, int length, NgramIndex index) {
        if (node.isTextual()) {
            Words words = Words.of(node.asText());
            if (words.count() < DecontaminationParameters.SHORTEST) {
                return 0;
            }
            int run = Math.min(length, words.count());
            for (int first = 0; first + run <= words.count(); first++) {
                index.put(words, first, run, set);
            }
            return 1;
        }
        long texts = 0;
        for (JsonNode child : node) {
            texts += add(child, set, length, index);
        }
        return texts;
    }
}
