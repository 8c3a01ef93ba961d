package org.athanor.tokenizer.cleaning;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * Bounds of a document worth learning from, with the values of Rae et al., Scaling Language Models
 * (arXiv:2112.11446), appendix A1, when they are absent. A share of 1 switches its rule off.
 *
 * @param minimumWords runs of characters between spaces; 50
 * @param maximumWords 100,000
 * @param minimumMeanWordLength in characters; 3
 * @param maximumMeanWordLength 10
 * @param maximumSymbolsPerWord hash signs by words, and ellipses by words; 0.1
 * @param maximumBulletLines share of the lines that begin with a bullet; 0.9
 * @param maximumEllipsisLines share of the lines that end with an ellipsis; 0.3
 * @param minimumAlphabeticWords share of the words with a letter; 0.8
 * @param minimumStopWords how many of the, be, to, of, and, that, have, with must occur; the paper
 *     asks for 2 of English text, here it is 0 when absent
 * @param maximumDuplicateLines share of the lines that repeat an earlier one; 0.3
 * @param maximumDuplicateParagraphs the same of paragraphs; 0.3
 * @param maximumDuplicateLineCharacters share of the characters in lines that repeat; 0.2
 * @param maximumDuplicateParagraphCharacters the same of paragraphs; 0.2
 * @param maximumTopNgrams share of the characters in the commonest run of 2, 3 and 4 words; 0.2,
 *     0.18 and 0.16
 * @param maximumDuplicateNgrams share of the characters in runs of 5 to 10 words that repeat; 0.15,
 *     0.14, 0.13, 0.12, 0.11 and 0.1
 */
public record QualityParameters(
        @PositiveOrZero Integer minimumWords,
        @PositiveOrZero Integer maximumWords,
        @PositiveOrZero Double minimumMeanWordLength,
        @PositiveOrZero Double maximumMeanWordLength,
        @PositiveOrZero Double maximumSymbolsPerWord,
        @DecimalMin("0") @DecimalMax("1") Double maximumBulletLines,
        @DecimalMin("0") @DecimalMax("1") Double maximumEllipsisLines,
        @DecimalMin("0") @DecimalMax("1") Double minimumAlphabeticWords,
        @PositiveOrZero Integer minimumStopWords,
        @DecimalMin("0") @DecimalMax("1") Double maximumDuplicateLines,
        @DecimalMin("0") @DecimalMax("1") Double maximumDuplicateParagraphs,
        @DecimalMin("0") @DecimalMax("1") Double maximumDuplicateLineCharacters,
        @DecimalMin("0") @DecimalMax("1") Double maximumDuplicateParagraphCharacters,
        @Size(min = 3, max = 3) List<@DecimalMin("0") @DecimalMax("1") Double> maximumTopNgrams,
        @Size(min = 6, max = 6)
                List<@DecimalMin("0") @DecimalMax("1") Double> maximumDuplicateNgrams) {

    /** The paper's bounds. */
    static final QualityParameters DEFAULT =
            new QualityParameters(
                    null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null);

    public QualityParameters {
        minimumWords = or(minimumWords, 50);
        maximumWords = or(maximumWords, 100_000);
        minimumMeanWordLength = or(minimumMeanWordLength, 3.0);
        maximumMeanWordLength = or(maximumMeanWordLength, 10.0);
        maximumSymbolsPerWord = or(maximumSymbolsPerWord, 0.1);
        maximumBulletLines = or(maximumBulletLines, 0.9);
        maximumEllipsisLines = or(maximumEllipsisLines, 0.3);
        minimumAlphabeticWords = or(minimumAlphabeticWords, 0.8);
        minimumStopWords = or(minimumStopWords, 0);
        maximumDuplicateLines = or(maximumDuplicateLines, 0.3);
        maximumDuplicateParagraphs = or(maximumDuplicateParagraphs, 0.3);
        maximumDuplicateLineCharacters = or(maximumDuplicateLineCharacters, 0.2);
        maximumDuplicateParagraphCharacters = or(maximumDuplicateParagraphCharacters, 0.2);
        maximumTopNgrams = List.copyOf(or(maximumTopNgrams, List.of(0.2, 0.18, 0.16)));
        maximumDuplicateNgrams =
                List.copyOf(or(maximumDuplicateNgrams, List.of(0.15, 0.14, 0.13, 0.12, 0.11, 0.1)));
    }

    private static <T> T or(T given, T absent) {
        return given == null ? absent : given;
    }
}
