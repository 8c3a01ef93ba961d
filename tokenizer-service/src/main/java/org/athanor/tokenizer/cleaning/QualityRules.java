package org.athanor.tokenizer.cleaning;

/**
 * Removes what is too short, too long, no prose or repeats itself: the rules of Rae et al., Scaling
 * Language Models (arXiv:2112.11446), appendix A1. The first rule that a document breaks is its
 * reason; cheap rules come first.
 */
final class QualityRules implements Step {

    private final QualityParameters bounds;

    QualityRules(QualityParameters bounds) {
        this.bounds = bounds;
    }

    @Override
    public String name() {
        return "quality";
    }

    @Override
    public Verdict judge(Content content) {
        String broken = WordRules.broken(content.joined(), bounds);
        if (broken == null) {
            broken = LineRules.broken(content.joined(), bounds);
        }
        if (broken == null) {
            broken = RepetitionRules.broken(content.words(), bounds);
        }
        return broken == null ? Verdict.KEPT : new Verdict.Removed(broken, 0);
    }
}
