package org.athanor.transformer.jinja;

import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/**
 * One Jinja template, rendered as Hugging Face renders chat templates: a block's line feed and the
 * blanks before it go ({@code trim_blocks}, {@code lstrip_blocks}), a last line feed of the source
 * too; {@code raise_exception}, {@code strftime_now} and {@code tojson} are there. The source is read
 * once. Safe for many threads.
 */
public final class JinjaTemplate {

    /** Characters of a template; the longest of real models have some 20,000. */
    public static final int LONGEST_SOURCE = 1 << 20;

    private final ParsedTemplate template;

    /**
     * @throws JinjaException when the source is too long, or has a part that would be rendered otherwise
     *     than Jinja does
     */
    public JinjaTemplate(String source) {
        if (source.length() > LONGEST_SOURCE) {
            throw new JinjaException(
                    "the chat template has %d characters, more than the %d that are read"
                            .formatted(source.length(), LONGEST_SOURCE));
        }
        this.template = ParsedTemplate.of(TemplateSource.prepared(source));
    }

    /**
     * Renders.
     *
     * @param values what the template may see: strings, numbers, flags, and lists and maps of these
     * @param clock for {@code strftime_now}
     * @throws JinjaException with the template's own words if it raised an exception; naming the place if
     *     it cannot be rendered, takes too many steps or writes too much
     */
    public String render(Map<String, Object> values, Clock clock) {
        Map<String, Object> bindings = new HashMap<>(values);
        bindings.put("True", true);
        bindings.put("False", false);
        // Templates ask whether it is defined before they call it.
        bindings.put("strftime_now", "strftime_now");
        Rendering rendering = new Rendering(clock);
        RenderResult result =
                ScopedValue.where(Rendering.CURRENT, rendering)
                        .call(() -> template.render(bindings));
        rendering.requireNoRefusal();
        if (!result.getErrors().isEmpty()) {
            throw failure(result.getErrors().getFirst());
        }
        return result.getOutput();
    }

    private static JinjaException failure(TemplateError error) {
        return new JinjaException(
                "the chat template cannot be rendered at line %d: %s"
                        .formatted(error.getLineno(), error.getMessage()),
                error.getException());
    }
}
