package org.athanor.tokenizer.cleaning;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What cleaning did to a corpus. The same documents give the same report. */
public final class CleaningReport {

    /** Beside the documents of the corpus. */
    public static final String FILE_NAME = "cleaning.json";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final long documentsIn;
    private final long bytesIn;
    private final long documentsOut;
    private final long bytesOut;
    private final long parentDocuments;
    private final List<StepReport> steps;
    private final List<EvaluationSets.Loaded> evaluationSets;

    /** @param parentDocuments of the corpus that is extended, with which documents were compared */
    CleaningReport(
            long documentsIn,
            long bytesIn,
            long documentsOut,
            long bytesOut,
            long parentDocuments,
            List<StepReport> steps,
            List<EvaluationSets.Loaded> evaluationSets) {
        this.documentsIn = documentsIn;
        this.bytesIn = bytesIn;
        this.documentsOut = documentsOut;
        this.bytesOut = bytesOut;
        this.parentDocuments = parentDocuments;
        this.steps = steps;
        this.evaluationSets = evaluationSets;
    }

    /** Writes everything, with samples. */
    public void write(Path file) throws IOException {
        JSON.writeValue(file.toFile(), json());
    }

    /** For each step how many documents it removed and changed, for a run's figures. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (StepReport step : steps) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("removed", step.documentsRemoved());
            counts.put("bytesRemoved", step.bytesRemoved());
            counts.put("changed", step.documentsChanged());
            figures.put(step.step(), counts);
        }
        return figures;
    }

    /** Each step's name and what it removed, for a message. */
    public List<String> removed() {
        return steps.stream()
                .map(step -> step.documentsRemoved() + " removed by " + step.step())
                .toList();
    }

    ObjectNode json() {
        ObjectNode json = JSON.createObjectNode();
        json.put("documentsIn", documentsIn)
                .put("bytesIn", bytesIn)
                .put("documentsOut", documentsOut)
                .put("bytesOut", bytesOut);
        if (parentDocuments > 0) {
            json.put("parentDocuments", parentDocuments);
        }
        ArrayNode array = json.putArray("steps");
        steps.forEach(step -> array.add(step.json()));
        if (!evaluationSets.isEmpty()) {
            ArrayNode sets = json.putArray("evaluationSets");
            for (EvaluationSets.Loaded set : evaluationSets) {
                sets.addObject()
                        .put("name", set.name())
                        .put("sha256", set.sha256())
                        .put("texts", set.texts());
            }
        }
        return json;
    }
}
