package org.athanor.cli.demo;

import java.util.List;

/** What {@code demo --json} prints. */
record DemoReport(Machine machine, boolean quick, List<StageResult> stages) {}
