/**
 * The command line: {@link org.athanor.cli.Athanor} is the one main class, {@link org.athanor.cli.stack} starts and
 * stops the local stack, {@link org.athanor.cli.terminal} draws tables and progress, and {@link
 * org.athanor.cli.verify} counts what the tests did. Standard output carries results, standard error everything else.
 */
package org.athanor.cli;
