package org.athanor.reward.feedback;

/** A line that an import could not use, counted from one, and why. */
record BadLine(long line, String reason) {}
