package org.athanor.tokenizer.cleaning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one step did to a stretch of documents: counts, and the first few of each reason. Reports of
 * stretches add up in the documents' order, so the whole does not depend on how they were cut. One
 * thread.
 */
final class StepReport {

    private static final int SAMPLES_PER_REASON = 3;

    private final String step;
    private final Map<String, Long> found = new TreeMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final Map<String, Integer> sampled = new HashMap<>();
    private long documentsIn;
    private long bytesIn;
    private long documentsRemoved;
    private long bytesRemoved;
    private long documentsChanged;
    private long bytesOut;

    StepReport(String step) {
        this.step = step;
    }

    String step() {
        return step;
    }

    long documentsRemoved() {
        return documentsRemoved;
    }

    long bytesRemoved() {
        return bytesRemoved;
    }

    long documentsChanged() {
        return documentsChanged;
    }

    void kept(long bytes, Map<String, Long> what) {
        count(bytes, what);
        bytesOut += bytes;
    }

    void changed(long bytes, long after, Map<String, Long> what) {
        count(bytes, what);
        documentsChanged++;
        bytesOut += after;
    }

    void removed(long bytes, Map<String, Long> what) {
        count(bytes, what);
        documentsRemoved++;
        bytesRemoved += bytes;
    }

    /** Whether a sample for the reason would still be kept: making one costs a little. */
    boolean wants(String reason) {
        return sampled.getOrDefault(reason, 0) < SAMPLES_PER_REASON;
    }

    void add(Sample sample) {
        if (wants(sample.reason())) {
            samples.add(sample);
            sampled.merge(sample.reason(), 1, Integer::sum);
        }
    }

    /** Adds the report of the documents that come next. */
    void add(StepReport next) {
        documentsIn += next.documentsIn;
        bytesIn += next.bytesIn;
        documentsRemoved += next.documentsRemoved;
        bytesRemoved += next.bytesRemoved;
        documentsChanged += next.documentsChanged;
        bytesOut += next.bytesOut;
        next.found.forEach((what, count) -> found.merge(what, count, Long::sum));
        next.samples.forEach(this::add);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("step", step)
                .put("documentsIn", documentsIn)
                .put("bytesIn", bytesIn)
                .put("documentsRemoved", documentsRemoved)
                .put("bytesRemoved", bytesRemoved)
                .put("documentsChanged", documentsChanged)
                .put("bytesOut", bytesOut);
        ObjectNode counts = json.putObject("found");
        found.forEach(counts::put);
        ArrayNode array = json.putArray("samples");
        for (Sample sample : samples) {
            ObjectNode node = place(array.addObject(), sample.place());
            node.put("reason", sample.reason());
            if (sample.of() != null) {
                place(node.putObject("repeats"), sample.of());
            }
            node.put("text", sample.text());
        }
        return json;
    }

    private void count(long bytes, Map<String, Long> what) {
        documentsIn++;
        bytesIn += bytes;
        what.forEach((name, count) -> found.merge(name, count, Long::sum));
    }

    private static ObjectNode place(ObjectNode node, Sample.Place place) {
        return node.put("source", place.source()).put("offset", place.offset());
    }
}
