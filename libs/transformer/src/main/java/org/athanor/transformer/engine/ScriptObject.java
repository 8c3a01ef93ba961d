package org.athanor.transformer.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of a script class: the class's name without {@code __torch__.} and the values of its
 * attributes. Values are {@link Boolean}, {@link Integer} or {@link Long}, {@link Double}, {@link
 * String}, {@code float[]} (a one-dimensional f32 tensor), {@code int[]} (a list) or another {@link ScriptObject}.
 */
public final class ScriptObject {

    private final String className;
    private final Map<String, Object> attributes = new LinkedHashMap<>();

    public ScriptObject(String className) {
        this.className = className;
        attributes.put("training", false); // every module has it
    }

    /** Sets one attribute and returns this object. */
    public ScriptObject with(String name, Object value) {
        attributes.put(name, value);
        return this;
    }

    String className() {
        return className;
    }

    Map<String, Object> attributes() {
        return attributes;
    }
}
