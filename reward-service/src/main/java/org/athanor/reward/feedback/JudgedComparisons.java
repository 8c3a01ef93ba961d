package org.athanor.reward.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.athanor.contracts.feedback.Choice;

/** The judgements that count, as the rest of the service reads them. */
@ApplicationScoped
public class JudgedComparisons {

    private static final int FETCH_SIZE = 1000;

    private static final String COUNTING =
            """
            select j.comparison, j.choice, j.annotator from Judgement j
            where j.retractedAt is null
            and (:everybody = true or j.annotator in :annotators)
            and (:everywhere = true or j.comparison.source in :sources)
            order by j.comparison.id""";

    private final EntityManager entities;

    JudgedComparisons(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * Hands over each judgement that counts at this instant, those of one comparison one after the
     * other. Read as a stream: there may be more than fit memory.
     */
    @Transactional
    public void forEach(Selection selection, Consumer<JudgedComparison> action) {
        TypedQuery<Row> query =
                entities.createQuery(COUNTING, Row.class)
                        .setParameter("everybody", selection.annotators().isEmpty())
                        .setParameter("annotators", selection.annotators())
                        .setParameter("everywhere", selection.sources().isEmpty())
                        .setParameter("sources", selection.sources())
                        .setHint("org.hibernate.fetchSize", FETCH_SIZE)
                        .setHint("org.hibernate.readOnly", true);
        try (Stream<Row> rows = query.getResultStream()) {
            rows.forEach(
                    row -> {
                        action.accept(row.judged());
                        entities.clear(); // what was handed over need not stay in memory
                    });
        }
    }

    /** One row of {@link #COUNTING}. */
    record Row(Comparison comparison, Choice choice, String annotator) {

        JudgedComparison judged() {
            return new JudgedComparison(
                    comparison.id,
                    comparison.prompt().turns(),
                    comparison.first,
                    comparison.second,
                    comparison.firstModel,
                    comparison.secondModel,
                    comparison.source,
                    choice,
                    annotator);
        }
    }
}
