package org.athanor.reward.feedback;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.athanor.contracts.artifact.ArtifactId;

/** Artifact ids are text in the database. */
@Converter(autoApply = true)
class ArtifactIdColumn implements AttributeConverter<ArtifactId, String> {

    @Override
    public String convertToDatabaseColumn(ArtifactId id) {
        return id == null ? null : id.value();
    }

    @Override
    public ArtifactId convertToEntityAttribute(String value) {
        return value == null ? null : new ArtifactId(value);
    }
}
