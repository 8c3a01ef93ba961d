package org.athanor.tokenizer.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.tokenizer.corpus.CorpusDocument;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Measures a tokenizer on a sample of a corpus. */
final class TokenizerReporter {

    /** The vocabularies of GPT-2 and GPT-3, and of GPT-4: what people compare with. */
    static final List<String> REFERENCES = List.of("r50k_base", "cl100k_base");

    private static final int MOST_GROUPS = 2_000;
    private static final int MOST_SOURCES = 100;
    private static final int MOST_TOKENS = 40;

    private final Tokenizer tokenizer;
    private final List<Tokenizer> references;
    private final Function<CorpusDocument, String> language;
    private final long[] uses;
    private final Tally all = new Tally(REFERENCES.size());
    private final Groups languages = new Groups(REFERENCES.size(), MOST_GROUPS, Tally::bytes);
    private final Groups sources = new Groups(REFERENCES.size(), MOST_GROUPS, Tally::bytes);

    /** @param language what each document is counted under */
    TokenizerReporter(Tokenizer tokenizer, Function<CorpusDocument, String> language) {
        this.tokenizer = tokenizer;
        this.references = REFERENCES.stream().map(Tokenizer::named).toList();
        this.language = language;
        this.uses = new long[tokenizer.vocabularySize()];
    }

    /** What one document came to. */
    private record Measured(
            String language, String source, int bytes, int words, int[] ids, long[] references) {}

    /** @param ensureActive called between batches; what it throws ends the work */
    TokenizerReport report(
            ArtifactId id, ArtifactId corpus, CorpusSample sample, Runnable ensureActive)
            throws IOException {
        sample.forEachBatch(
                batch -> batch.stream().map(this::measure).toList(),
                (measured, documents) -> {
                    ensureActive.run();
                    measured.forEach(this::add);
                });
        return report(id, corpus);
    }

    private Measured measure(CorpusDocument document) {
        String text = String.join("\n", document.texts());
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return new Measured(
                language.apply(document),
                document.provenance().source(),
                utf8.length,
                words(text),
                tokenizer.encode(utf8),
                references.stream().mapToLong(each -> each.encode(utf8).length).toArray());
    }

    private static int words(String text) {
        int words = 0;
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            boolean blank = Character.isWhitespace(text.charAt(i));
            words += !blank && !inside ? 1 : 0;
            inside = !blank;
        }
        return words;
    }

    private void add(Measured document) {
        for (int id : document.ids()) {
            uses[id]++;
        }
        for (Tally tally :
                List.of(all, languages.of(document.language()), sources.of(document.source()))) {
            tally.add(
                    document.bytes(),
                    document.words(),
                    document.ids().length,
                    document.references());
        }
    }

    private TokenizerReport report(ArtifactId id, ArtifactId corpus) {
        int[] byUse =
                IntStream.range(0, uses.length)
                        .boxed()
                        .sorted(Comparator.comparingLong((Integer token) -> -uses[token]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        return new TokenizerReport(
                id.value(),
                corpus.value(),
                all.documents(),
                all.bytes(),
                uses.length,
                rounded(all.bytesPerToken()),
                rounded(all.tokensPerWord()),
                comparisons(),
                groups(languages, MOST_GROUPS),
                groups(sources, MOST_SOURCES),
                unused(),
                longest(),
                Arrays.stream(byUse)
                        .limit(MOST_TOKENS)
                        .filter(token -> uses[token] > 0)
                        .mapToObj(this::use)
                        .toList(),
                lengths(),
                ranks(byUse));
    }

    private List<TokenizerReport.Reference> comparisons() {
        List<TokenizerReport.Reference> comparisons = new ArrayList<>();
        for (int i = 0; i < REFERENCES.size(); i++) {
            double theirs = all.bytesPerToken(i);
            double ours = all.bytesPerToken();
            comparisons.add(
                    new TokenizerReport.Reference(
                            REFERENCES.get(i),
                            rounded(theirs),
                            rounded(all.tokensPerWord(i)),
                            rounded(ours == 0 ? 0 : theirs / ours)));
        }
        return comparisons;
    }

    private static List<TokenizerReport.Group> groups(Groups groups, int most) {
        return groups.largest(most).entrySet().stream()
                .map(group -> group(group.getKey(), group.getValue()))
                .toList();
    }

    private static TokenizerReport.Group group(String name, Tally tally) {
        return new TokenizerReport.Group(
                name,
                tally.documents(),
                tally.bytes(),
                tally.tokens(),
                rounded(tally.bytesPerToken()),
                rounded(tally.tokensPerWord()),
                IntStream.range(0, REFERENCES.size())
                        .mapToObj(i -> rounded(tally.bytesPerToken(i)))
                        .toList());
    }

    private TokenizerReport.Unused unused() {
        int[] never =
                IntStream.range(0, uses.length)
                        .filter(token -> uses[token] == 0 && !tokenizer.isSpecial(token))
                        .toArray();
        int shown = Math.min(MOST_TOKENS, never.length);
        List<TokenizerReport.TokenUse> examples =
                IntStream.range(0, shown)
                        .map(i -> never[(int) ((long) i * never.length / shown)])
                        .mapToObj(this::use)
                        .toList();
        return new TokenizerReport.Unused(
                never.length, rounded((double) never.length / uses.length), examples);
    }

    private List<TokenizerReport.TokenUse> longest() {
        return IntStream.range(0, uses.length)
                .filter(token -> !tokenizer.isSpecial(token))
                .boxed()
                .sorted(
                        Comparator.comparingInt((Integer token) -> -tokenizer.byteLength(token))
                                .thenComparing(token -> token))
                .limit(MOST_TOKENS)
                .map(this::use)
                .toList();
    }

    private TokenizerReport.TokenUse use(int token) {
        return new TokenizerReport.TokenUse(
                token, tokenizer.text(token), tokenizer.byteLength(token), uses[token]);
    }

    private List<TokenizerReport.LengthCount> lengths() {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int token = 0; token < uses.length; token++) {
            if (!tokenizer.isSpecial(token)) {
                counts.merge(tokenizer.byteLength(token), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new TokenizerReport.LengthCount(entry.getKey(), entry.getValue()))
                .toList();
    }

    private List<TokenizerReport.RankUse> ranks(int[] byUse) {
        List<TokenizerReport.RankUse> ranks = new ArrayList<>();
        for (int rank = 1; rank <= byUse.length && uses[byUse[rank - 1]] > 0; rank *= 2) {
            ranks.add(new TokenizerReport.RankUse(rank, uses[byUse[rank - 1]]));
        }
        return ranks;
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
