package org.athanor.tokenizer.report;

import io.quarkus.qute.Engine;
import io.quarkus.qute.HtmlEscaper;
import io.quarkus.qute.ReflectionValueResolver;
import io.quarkus.qute.Template;
import io.quarkus.qute.ValueResolver;
import io.quarkus.qute.Variant;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Reports as pages for people. A page is one file: styles and drawings are inside, nothing is loaded
 * from elsewhere and nothing runs. Whatever comes from a corpus is escaped.
 */
final class ReportPage {

    private static final int MOST_ROWS = 40;

    private final Engine engine;
    private final Template tokenizer;
    private final Template dataset;

    ReportPage() {
        engine =
                Engine.builder()
                        .addDefaults()
                        .addValueResolver(new ReflectionValueResolver())
                        .addValueResolver(
                                ValueResolver.builder()
                                        .applyToBaseClass(Number.class)
                                        .applyToName("text")
                                        .resolveSync(
                                                context ->
                                                        Chart.number(
                                                                ((Number) context.getBase())
                                                                        .doubleValue()))
                                        .build())
                        .addResultMapper(new HtmlEscaper(List.of(Variant.TEXT_HTML)))
                        .addLocator(name -> java.util.Optional.empty())
                        .build();
        template("chart");
        template("style");
        tokenizer = template("tokenizer");
        dataset = template("dataset");
    }

    String of(TokenizerReport report) {
        return tokenizer
                .data("report", report)
                .data("languages", Chart.rows(rows(report.languages())))
                .data("sources", Chart.rows(rows(report.sources())))
                .data(
                        "lengths",
                        Chart.columns(
                                report.lengths().stream()
                                        .map(
                                                length ->
                                                        row(
                                                                Integer.toString(length.bytes()),
                                                                length.tokens()))
                                        .toList()))
                .data(
                        "ranks",
                        Chart.logarithmic(
                                report.ranks().stream()
                                        .map(use -> new double[] {use.rank(), use.count()})
                                        .toList(),
                                "rank of the token",
                                "uses"))
                .render();
    }

    String of(DatasetReport report) {
        return dataset.data("report", report)
                .data(
                        "lengths",
                        report.splits().stream()
                                .map(split -> Chart.columns(lengths(split)))
                                .toList())
                .data(
                        "sources",
                        Chart.rows(
                                report.sources().stream()
                                        .limit(MOST_ROWS)
                                        .map(source -> row(source.name(), source.tokens()))
                                        .toList()))
                .render();
    }

    /** The largest groups, ours first and then the references. */
    private static List<Chart.Row> rows(List<TokenizerReport.Group> groups) {
        return groups.stream()
                .limit(MOST_ROWS)
                .map(
                        group ->
                                new Chart.Row(
                                        group.name(),
                                        IntStream.rangeClosed(0, group.references().size())
                                                .mapToObj(
                                                        i ->
                                                                i == 0
                                                                        ? group.bytesPerToken()
                                                                        : group.references()
                                                                                .get(i - 1))
                                                .toList()))
                .toList();
    }

    private static List<Chart.Row> lengths(DatasetReport.Split split) {
        return split.lengths().stream()
                .map(bucket -> row(bucket.from() + "–" + (bucket.to() - 1), bucket.documents()))
                .toList();
    }

    private static Chart.Row row(String name, double value) {
        return new Chart.Row(name, List.of(value));
    }

    private Template template(String name) {
        String file = name + ".html";
        try (InputStream in = ReportPage.class.getResourceAsStream(file)) {
            String source =
                    new String(
                            Objects.requireNonNull(in, file).readAllBytes(),
                            StandardCharsets.UTF_8);
            Template template =
                    engine.parse(source, Variant.forContentType(Variant.TEXT_HTML), file);
            engine.putTemplate(name, template);
            return template;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
