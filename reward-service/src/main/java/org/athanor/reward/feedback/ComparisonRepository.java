package org.athanor.reward.feedback;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Comparisons in the database. */
@ApplicationScoped
class ComparisonRepository implements PanacheRepositoryBase<Comparison, UUID> {

    private static final String ADD =
            """
            insert into Comparison (id, form, prompt, first, second, firstModel, secondModel,
                                    source, createdAt)
            values (:id, :form, :prompt, :first, :second, :firstModel, :secondModel, :source,
                    :createdAt)
            on conflict (id) do nothing""";

    private static final String JUDGED =
            "exists (from Judgement j where j.comparisonId = c.id and j.retractedAt is null)";

    /** Adds it unless it is there. Safe against another transaction that adds the same. */
    boolean addIfAbsent(Comparison comparison) {
        return getEntityManager()
                        .createQuery(ADD)
                        .setParameter("id", comparison.id)
                        .setParameter("form", comparison.form)
                        .setParameter("prompt", comparison.prompt)
                        .setParameter("first", comparison.first)
                        .setParameter("second", comparison.second)
                        .setParameter("firstModel", comparison.firstModel)
                        .setParameter("secondModel", comparison.secondModel)
                        .setParameter("source", comparison.source)
                        .setParameter("createdAt", comparison.createdAt)
                        .executeUpdate()
                == 1;
    }

    /** In the order of their ids. */
    List<Comparison> page(ComparisonFilter filter) {
        StringBuilder query = new StringBuilder("from Comparison c where 1 = 1");
        Parameters parameters = new Parameters();
        if (filter.source() != null) {
            query.append(" and c.source = :source");
            parameters.and("source", filter.source());
        }
        if (filter.after() != null) {
            query.append(" and c.id > :after");
            parameters.and("after", filter.after());
        }
        if (filter.judged() != null) {
            query.append(filter.judged() ? " and " : " and not ").append(JUDGED);
        }
        query.append(" order by c.id");
        return find(query.toString(), parameters).page(0, filter.limit()).list();
    }
}
