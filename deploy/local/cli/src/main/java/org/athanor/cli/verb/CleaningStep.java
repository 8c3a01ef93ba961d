package org.athanor.cli.verb;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;

/**
 * A step of cleaning as it is named on the command line, {@code NAME} or {@code NAME=VALUE}, several
 * values with a plus between them. What a value does not say keeps the service's default.
 */
enum CleaningStep {
    REPAIR("repair", "repair", "[=nfc]") {
        @Override
        Map<String, Object> of(List<String> values) {
            return flag(values, "nfc", "nfc");
        }
    },
    LANGUAGE("language", "language", "=CODE[+CODE...]") {
        @Override
        Map<String, Object> of(List<String> values) {
            return Map.of("languages", required(values));
        }
    },
    QUALITY("quality", "quality", "") {
        @Override
        Map<String, Object> of(List<String> values) {
            return values.isEmpty() ? Map.of() : refuse(values);
        }
    },
    DECONTAMINATION("decontamination", "decontamination", "=SET[+SET...]") {
        @Override
        Map<String, Object> of(List<String> values) {
            return Map.of("sets", required(values));
        }
    },
    PERSONAL_DATA("personal-data", "personalData", "[=REGION[+REGION...]]") {
        @Override
        Map<String, Object> of(List<String> values) {
            return values.isEmpty() ? Map.of() : Map.of("phoneRegions", values);
        }
    },
    EXACT_DUPLICATES("exact-duplicates", "exactDuplicates", "[=ignore-case]") {
        @Override
        Map<String, Object> of(List<String> values) {
            return flag(values, "ignore-case", "ignoreCase");
        }
    },
    NEAR_DUPLICATES("near-duplicates", "nearDuplicates", "[=THRESHOLD]") {
        @Override
        Map<String, Object> of(List<String> values) {
            if (values.isEmpty()) {
                return Map.of();
            }
            try {
                return Map.of("threshold", new BigDecimal(String.join("+", values)));
            } catch (NumberFormatException e) {
                return refuse(values);
            }
        }
    };

    private final String label;
    private final String parameter;
    private final String form;

    /**
     * @param label on the command line
     * @param parameter of the run's {@code cleaning}
     * @param form of the value, for people
     */
    CleaningStep(String label, String parameter, String form) {
        this.label = label;
        this.parameter = parameter;
        this.form = form;
    }

    /** The step's parameters; throws when the values are none for it. */
    abstract Map<String, Object> of(List<String> values);

    /** A run's {@code cleaning}, or null when no step is named. */
    static Map<String, Object> cleaning(List<String> named) {
        if (named.isEmpty()) {
            return null;
        }
        Map<String, Object> cleaning = new LinkedHashMap<>();
        for (String each : named) {
            int equals = each.indexOf('=');
            CleaningStep step = labelled(equals < 0 ? each : each.substring(0, equals));
            List<String> values =
                    equals < 0 ? List.of() : List.of(each.substring(equals + 1).split("\\+", -1));
            if (equals >= 0 && values.contains("")) {
                step.refuse(values);
            }
            if (cleaning.put(step.parameter, step.of(values)) != null) {
                throw new CliException(
                        ExitCode.USAGE,
                        "the cleaning step %s is named twice: put its values into one, with + between them"
                                .formatted(step.label));
            }
        }
        return cleaning;
    }

    /** All steps with their values, in the order in which they are done. */
    static String choices() {
        return Arrays.stream(values())
                .map(step -> step.label + step.form)
                .collect(Collectors.joining(", "));
    }

    private static CleaningStep labelled(String label) {
        return Arrays.stream(values())
                .filter(step -> step.label.equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.USAGE,
                                        "there is no cleaning step '%s', only %s"
                                                .formatted(label, choices())));
    }

    List<String> required(List<String> values) {
        if (values.isEmpty()) {
            refuse(values);
        }
        return values;
    }

    Map<String, Object> flag(List<String> values, String value, String name) {
        if (values.isEmpty()) {
            return Map.of();
        }
        return values.equals(List.of(value)) ? Map.of(name, true) : refuse(values);
    }

    Map<String, Object> refuse(List<String> values) {
        String given = values.isEmpty() ? "no value" : "'" + String.join("+", values) + "'";
        throw new CliException(
                ExitCode.USAGE,
                "the cleaning step %s was given %s: write %s%s"
                        .formatted(label, given, label, form));
    }
}
