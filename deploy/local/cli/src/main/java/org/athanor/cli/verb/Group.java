package org.athanor.cli.verb;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that only groups verbs, such as {@code corpus} in {@code corpus add}. */
abstract class Group implements Runnable {

    @Spec private CommandSpec spec;

    @Override
    public final void run() {
        throw new ParameterException(
                spec.commandLine(), "Name one of " + spec.subcommands().keySet() + ".");
    }
}
