package org.athanor.reward.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
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
            select c, j.choice, j.annotator
            from Judgement j join Comparison c on c.id = j.comparisonId
            where j.retractedAt is null""";

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
        try (Stream<Tuple> rows = query(selection).getResultStream()) {
            rows.forEach(
                    row -> {
                        action.accept(judged(row));
                        entities.clear(); // what was handed over need not stay in memory
                    });
        }
    }

    private TypedQuery<Tuple> query(Selection selection) {
        boolean everybody = selection.annotators().isEmpty();
        boolean everywhere = selection.sources().isEmpty();
        TypedQuery<Tuple> query =
                entities.createQuery(
                        COUNTING
                                + (everybody ? "" : " and j.annotator in :annotators")
                                + (everywhere ? "" : " and c.source in :sources")
                                + " order by c.id",
                        Tuple.class);
        if (!everybody) {
            query.setParameter("annotators", selection.annotators());
        }
        if (!everywhere) {
            query.setParameter("sources", selection.sources());
        }
        return query.setHint("org.hibernate.fetchSize", FETCH_SIZE)
                .setHint("org.hibernate.readOnly", true);
    }

    private static JudgedComparison judged(Tuple row) {
        Comparison comparison = row.get(0, Comparison.class);
        return new JudgedComparison(
                comparison.id,
                comparison.prompt().turns(),
                comparison.first,
                comparison.second,
                comparison.firstModel(),
                comparison.secondModel(),
                comparison.source,
                row.get(1, Choice.class),
                row.get(2, String.class));
    }
}
