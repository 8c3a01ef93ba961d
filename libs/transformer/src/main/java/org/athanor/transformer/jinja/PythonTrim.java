package org.athanor.transformer.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;

/** {@code trim} with Python's idea of white space. */
final class PythonTrim implements Filter {

    @Override
    public String getName() {
        return "trim";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
        return value == null
                ? ""
                : PythonText.invoke(value.toString(), "strip", (Object[]) arguments);
    }
}
