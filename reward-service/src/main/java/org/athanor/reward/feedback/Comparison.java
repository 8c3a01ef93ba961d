package org.athanor.reward.feedback;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;

/** Two completions of one prompt. Written once, never changed. */
@Entity
@Table(name = "comparison")
class Comparison {

    @Id UUID id;

    @Enumerated(EnumType.STRING)
    PromptForm form;

    /** As {@link Prompt#stored()} writes it. */
    String prompt;

    @Column(name = "first_completion")
    String first;

    @Column(name = "second_completion")
    String second;

    @Column(name = "first_model")
    String firstModel;

    @Column(name = "second_model")
    String secondModel;

    String source;

    @Column(name = "created_at")
    Instant createdAt;

    static Comparison of(NewComparison comparison, Instant createdAt) {
        Comparison entity = new Comparison();
        entity.id = comparison.id();
        entity.form = comparison.prompt().form();
        entity.prompt = comparison.prompt().stored();
        entity.first = comparison.first();
        entity.second = comparison.second();
        entity.firstModel = text(comparison.firstModel());
        entity.secondModel = text(comparison.secondModel());
        entity.source = comparison.source();
        entity.createdAt = createdAt;
        return entity;
    }

    /** Whether {@code other} says the same. */
    boolean hasContentOf(Comparison other) {
        return form == other.form
                && prompt.equals(other.prompt)
                && first.equals(other.first)
                && second.equals(other.second)
                && Objects.equals(firstModel, other.firstModel)
                && Objects.equals(secondModel, other.secondModel)
                && source.equals(other.source);
    }

    /** Null when it is not known. */
    ArtifactId firstModel() {
        return id(firstModel);
    }

    /** Null when it is not known. */
    ArtifactId secondModel() {
        return id(secondModel);
    }

    private static String text(ArtifactId id) {
        return id == null ? null : id.value();
    }

    private static ArtifactId id(String text) {
        return text == null ? null : new ArtifactId(text);
    }

    Prompt prompt() {
        return Prompt.restored(form, prompt);
    }
}
