package org.athanor.reward.feedback;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.athanor.contracts.feedback.Choice;

/** What an annotator preferred. Retracted, it stays but counts no longer. */
@Entity
@Table(name = "judgement")
class Judgement {

    @Id UUID id;

    @Column(name = "comparison_id")
    UUID comparisonId;

    @Enumerated(EnumType.STRING)
    Choice choice;

    String annotator;

    @Column(name = "idempotency_key")
    String idempotencyKey;

    @Column(name = "recorded_at")
    Instant recordedAt;

    @Column(name = "retracted_at")
    Instant retractedAt;

    static Judgement of(UUID comparisonId, NewJudgement judgement, Instant recordedAt) {
        Judgement entity = new Judgement();
        entity.id = judgement.id();
        entity.comparisonId = comparisonId;
        entity.choice = judgement.choice();
        entity.annotator = judgement.annotator();
        entity.idempotencyKey = judgement.idempotencyKey();
        entity.recordedAt = recordedAt;
        return entity;
    }

    /** Whether {@code judgement} on {@code comparison} is this one said again. */
    boolean repeats(UUID comparison, NewJudgement judgement) {
        return comparisonId.equals(comparison) && choice == judgement.choice();
    }

    boolean isRetracted() {
        return retractedAt != null;
    }
}
