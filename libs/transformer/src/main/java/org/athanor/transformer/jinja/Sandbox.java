package org.athanor.transformer.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.Context.Library;
import com.hubspot.jinjava.lib.Importable;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import com.hubspot.jinjava.loader.ResourceNotFoundException;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The library with everything taken away that a chat template does not need. Properties and methods
 * are those of {@link PythonResolver} and no others; tags, filters and functions are lists of what is
 * allowed; there are no files to include.
 */
final class Sandbox {

    private static final long MOST_OUTPUT = 16 << 20;
    private static final int MOST_ELEMENTS = 100_000;
    private static final int DEEPEST = 20;

    private static final Set<String> TAGS =
            Set.of(
                    "for",
                    "endfor",
                    "if",
                    "elif",
                    "else",
                    "endif",
                    "set",
                    "endset",
                    "macro",
                    "endmacro",
                    "call",
                    "endcall",
                    "raw",
                    "endraw",
                    "break",
                    "continue",
                    "do",
                    "print");

    private static final Set<String> FILTERS =
            Set.of(
                    "abs",
                    "capitalize",
                    "count",
                    "d",
                    "default",
                    "first",
                    "float",
                    "int",
                    "join",
                    "last",
                    "length",
                    "list",
                    "lower",
                    "map",
                    "reject",
                    "rejectattr",
                    "replace",
                    "reverse",
                    "round",
                    "safe",
                    "select",
                    "selectattr",
                    "sort",
                    "string",
                    "sum",
                    "title",
                    "tojson",
                    "trim",
                    "unique",
                    "upper",
                    "dictsort",
                    "indent");

    private static final Set<String> FUNCTIONS = Set.of(":range", ":namespace");

    private static final Set<String> TESTS =
            new Jinjava()
                    .getGlobalContext().getAllExpTests().stream()
                            .map(Importable::getName)
                            .collect(Collectors.toSet());

    private Sandbox() {}

    /** The library passes over filters that it does not know. */
    static boolean hasFilter(String name) {
        return FILTERS.contains(name);
    }

    static boolean hasTest(String name) {
        return TESTS.contains(name);
    }

    static Jinjava library() {
        Jinjava library = new Jinjava(configuration());
        library.setResourceLocator(
                (name, encoding, interpreter) -> {
                    throw new ResourceNotFoundException("a chat template has no files: " + name);
                });
        Context context = library.getGlobalContext();
        context.registerTag(new GenerationTag());
        context.registerFilter(new PythonJson());
        context.registerFilter(new PythonTrim());
        context.registerFunction(function("raise_exception", String.class));
        context.registerFunction(function("strftime_now", String.class));
        return library;
    }

    private static ELFunctionDefinition function(String name, Class<?>... parameters) {
        return new ELFunctionDefinition("", name, TemplateFunctions.class, name, parameters);
    }

    private static JinjavaConfig configuration() {
        return JinjavaConfig.newBuilder()
                .withLegacyOverrides(
                        LegacyOverrides.newBuilder()
                                .withEvaluateMapKeys(true)
                                .withIterateOverMapKeys(true)
                                .withUsePyishObjectMapper(true)
                                .withParseWhitespaceControlStrictly(true)
                                .withUseNaturalOperatorPrecedence(true)
                                .withAllowAdjacentTextNodes(true)
                                .withUseTrimmingForNotesAndExpressions(true)
                                .withKeepNullableLoopValues(true)
                                .build())
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withNestedInterpretationEnabled(false)
                .withElResolver(new PythonResolver())
                .withDisabled(disabled())
                .withMaxOutputSize(MOST_OUTPUT)
                .withMaxStringLength(MOST_OUTPUT)
                .withMaxListSize(MOST_ELEMENTS)
                .withMaxMapSize(MOST_ELEMENTS)
                .withRangeLimit(MOST_ELEMENTS)
                .withMaxRenderDepth(DEEPEST)
                .withMaxMacroRecursionDepth(DEEPEST)
                .withProcessors(
                        JinjavaProcessors.newBuilder()
                                .withNodePreProcessor(
                                        (node, interpreter) -> Rendering.CURRENT.get().step())
                                .build())
                .build();
    }

    private static Map<Library, Set<String>> disabled() {
        Context all = new Jinjava().getGlobalContext();
        return Map.of(
                Library.TAG, allBut(TAGS, all.getAllTags()),
                Library.FILTER, allBut(FILTERS, all.getAllFilters()),
                Library.FUNCTION, allBut(FUNCTIONS, all.getAllFunctions()));
    }

    private static Set<String> allBut(Set<String> kept, Collection<? extends Importable> all) {
        return all.stream()
                .map(Importable::getName)
                .filter(name -> !kept.contains(name))
                .collect(Collectors.toSet());
    }
}
