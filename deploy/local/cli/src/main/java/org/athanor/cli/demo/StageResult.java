package org.athanor.cli.demo;

import java.util.Map;

/**
 * A finished stage of the demo, as {@code --json} gives it.
 *
 * @param artifact the id of what the stage made, or null
 * @param figures in the order in which the table prints them
 */
record StageResult(String stage, double seconds, String artifact, Map<String, Object> figures) {}
