package org.athanor.reward.feedback;

/** Whose preferences a file holds, and where it comes from. */
record ImportOrigin(String annotator, String source) {}
