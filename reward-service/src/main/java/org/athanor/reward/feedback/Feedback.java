package org.athanor.reward.feedback;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.feedback.FeedbackEvent;
import org.athanor.contracts.feedback.JudgementRecorded;
import org.athanor.contracts.feedback.JudgementRetracted;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/**
 * Records and retracts what people prefer. Each method is one transaction, events included; said
 * again, nothing changes.
 */
@ApplicationScoped
class Feedback {

    private final ComparisonRepository comparisons;
    private final JudgementRepository judgements;
    private final Outbox outbox;
    private final Event<FeedbackEvent> meters;
    private final Clock clock;

    Feedback(
            ComparisonRepository comparisons,
            JudgementRepository judgements,
            Outbox outbox,
            Event<FeedbackEvent> meters,
            Clock clock) {
        this.comparisons = comparisons;
        this.judgements = judgements;
        this.outbox = outbox;
        this.meters = meters;
        this.clock = clock;
    }

    /** Records all of them or, when one cannot be, none. The answers are in the order given. */
    @Transactional
    List<Recorded> record(List<LabelledComparison> labelled) {
        Instant now = now();
        Set<UUID> newComparisons = addComparisons(labelled, now);
        Set<UUID> newJudgements = addJudgements(labelled, now);
        return labelled.stream()
                .map(
                        each -> {
                            UUID comparison = each.comparison().id();
                            UUID judgement =
                                    each.judgement() == null ? null : each.judgement().id();
                            // Of equal entries in one list, the first is the new one.
                            return new Recorded(
                                    comparison,
                                    judgement,
                                    newComparisons.remove(comparison),
                                    newJudgements.remove(judgement));
                        })
                .toList();
    }

    /** Records a judgement on a comparison that is there. */
    @Transactional
    Recorded judge(UUID comparisonId, NewJudgement judgement) {
        if (comparisons.findByIdOptional(comparisonId).isEmpty()) {
            throw noComparison(comparisonId);
        }
        boolean added = add(comparisonId, judgement, now());
        return new Recorded(comparisonId, judgement.id(), false, added);
    }

    /** The judgement stays but counts no longer. */
    @Transactional
    void retract(UUID judgementId) {
        Judgement judgement =
                judgements
                        .findByIdOptional(judgementId, LockModeType.PESSIMISTIC_WRITE)
                        .orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.NOT_FOUND,
                                                "there is no judgement " + judgementId));
        if (!judgement.isRetracted()) {
            judgement.retractedAt = now();
            tell(
                    new JudgementRetracted(
                            judgement.comparisonId, judgementId, judgement.retractedAt));
        }
    }

    static AthanorException noComparison(UUID id) {
        return new AthanorException(ErrorCode.NOT_FOUND, "there is no comparison " + id);
    }

    /** Rows are locked in the order of their ids, so that two lists never wait for each other. */
    private Set<UUID> addComparisons(List<LabelledComparison> labelled, Instant now) {
        Set<UUID> added = new HashSet<>();
        labelled.stream()
                .map(each -> Comparison.of(each.comparison(), now))
                .sorted(Comparator.comparing(comparison -> comparison.id))
                .filter(this::add)
                .forEach(comparison -> added.add(comparison.id));
        return added;
    }

    private boolean add(Comparison comparison) {
        boolean added = comparisons.addIfAbsent(comparison);
        if (!added && !comparisons.findById(comparison.id).hasContentOf(comparison)) {
            throw new AthanorException(
                    ErrorCode.CONFLICT,
                    "comparison %s is there already with another content".formatted(comparison.id));
        }
        return added;
    }

    private Set<UUID> addJudgements(List<LabelledComparison> labelled, Instant now) {
        Set<UUID> added = new HashSet<>();
        labelled.stream()
                .filter(each -> each.judgement() != null)
                .sorted(Comparator.comparing(each -> each.judgement().id()))
                .filter(each -> add(each.comparison().id(), each.judgement(), now))
                .forEach(each -> added.add(each.judgement().id()));
        return added;
    }

    private boolean add(UUID comparisonId, NewJudgement wanted, Instant now) {
        Judgement judgement = Judgement.of(comparisonId, wanted, now);
        if (!judgements.addIfAbsent(judgement)) {
            refuseAnother(comparisonId, wanted);
            return false;
        }
        tell(
                new JudgementRecorded(
                        comparisonId, judgement.id, judgement.annotator, judgement.choice, now));
        return true;
    }

    private void refuseAnother(UUID comparisonId, NewJudgement wanted) {
        Judgement there = judgements.findById(wanted.id());
        if (!there.repeats(comparisonId, wanted)) {
            throw new AthanorException(
                    ErrorCode.CONFLICT,
                    "annotator '%s' used the idempotency key '%s' for %s on comparison %s already"
                            .formatted(
                                    wanted.annotator(),
                                    wanted.idempotencyKey(),
                                    there.choice,
                                    there.comparisonId));
        }
    }

    private void tell(FeedbackEvent event) {
        outbox.append(Topics.FEEDBACK_EVENT, event);
        meters.fire(event);
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
