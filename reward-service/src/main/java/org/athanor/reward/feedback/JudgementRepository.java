package org.athanor.reward.feedback;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.feedback.Choice;

/** Judgements in the database. */
@ApplicationScoped
class JudgementRepository implements PanacheRepositoryBase<Judgement, UUID> {

    private static final String ADD =
            """
            insert into Judgement (id, comparisonId, choice, annotator, idempotencyKey, recordedAt)
            values (:id, :comparisonId, :choice, :annotator, :idempotencyKey, :recordedAt)
            on conflict (id) do nothing""";

    /** Adds it unless it is there. Safe against another transaction that adds the same. */
    boolean addIfAbsent(Judgement judgement) {
        return getEntityManager()
                        .createQuery(ADD)
                        .setParameter("id", judgement.id)
                        .setParameter("comparisonId", judgement.comparisonId)
                        .setParameter("choice", judgement.choice)
                        .setParameter("annotator", judgement.annotator)
                        .setParameter("idempotencyKey", judgement.idempotencyKey)
                        .setParameter("recordedAt", judgement.recordedAt)
                        .executeUpdate()
                == 1;
    }

    List<Judgement> ofComparisons(Collection<UUID> comparisons) {
        return comparisons.isEmpty()
                ? List.of()
                : list("comparisonId in ?1 order by recordedAt, id", comparisons);
    }

    /** How often each annotator chose what, judgements that count. */
    List<AnnotatorChoices> countByAnnotatorAndChoice() {
        return getEntityManager()
                .createQuery(
                        """
                        select annotator, choice, count(*) from Judgement
                        where retractedAt is null
                        group by annotator, choice order by annotator, choice""",
                        Tuple.class)
                .getResultStream()
                .map(AnnotatorChoices::of)
                .toList();
    }

    /** So many judgements of this choice by this annotator. */
    record AnnotatorChoices(String annotator, Choice choice, long count) {

        private static AnnotatorChoices of(Tuple row) {
            return new AnnotatorChoices(
                    row.get(0, String.class), row.get(1, Choice.class), row.get(2, Long.class));
        }
    }
}
