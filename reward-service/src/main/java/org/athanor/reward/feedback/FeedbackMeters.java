package org.athanor.reward.feedback;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import org.athanor.contracts.feedback.Choice;
import org.athanor.contracts.feedback.FeedbackEvent;
import org.athanor.contracts.feedback.JudgementRecorded;
import org.athanor.contracts.feedback.JudgementRetracted;

/** Counts judgements once they are committed. There from the start, so that a chart begins at 0. */
@Singleton
@Startup
class FeedbackMeters {

    private final Map<Choice, Counter> recorded = new EnumMap<>(Choice.class);
    private final Counter retracted;

    FeedbackMeters(MeterRegistry meters) {
        for (Choice choice : Choice.values()) {
            recorded.put(
                    choice, meters.counter("athanor.feedback.judgements", "choice", choice.name()));
        }
        retracted = meters.counter("athanor.feedback.retractions");
    }

    void count(@Observes(during = TransactionPhase.AFTER_SUCCESS) FeedbackEvent event) {
        switch (event) {
            case JudgementRecorded judgement -> recorded.get(judgement.choice()).increment();
            case JudgementRetracted judgement -> retracted.increment();
        }
    }
}
