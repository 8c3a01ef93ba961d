/**
 * The content-addressed store of immutable artifacts. An artifact is a folder {@code
 * <root>/<id[0:2]>/<id>} with a {@code manifest.json}; its id is the sha256 of the canonical JSON of
 * kind, parents, configuration and files, so that the same work has the same id. A draft is written
 * aside, fsynced, then renamed: a reader never sees half of one. Every file is verified when the
 * artifact is opened.
 */
package org.athanor.kit.artifact;
