package org.athanor.cli;

import java.io.PrintWriter;
import org.athanor.cli.stack.DownCommand;
import org.athanor.cli.stack.LogsCommand;
import org.athanor.cli.stack.StatusCommand;
import org.athanor.cli.stack.UpCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line. Results go to standard output, everything else to standard error. */
@Command(
        name = "athanor",
        mixinStandardHelpOptions = true,
        version = "Athanor 0.1.0",
        scope = ScopeType.INHERIT,
        description = "The whole life of a language model on the JVM.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the work failed; standard error says why",
            "2:the command line is wrong",
            "3:the stack, or the part that is needed, does not run"
        },
        footer = {"", "./athanor verify builds everything and passes every test."})
public final class Athanor implements Runnable {

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            description = "Show where in the program a failure came from.")
    private boolean stacktrace;

    @Spec private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command line, ready to execute. */
    public static CommandLine commandLine() {
        Athanor root = new Athanor();
        CommandLine commandLine = new CommandLine(root);
        commandLine.addSubcommand(new UpCommand());
        commandLine.addSubcommand(new DownCommand());
        commandLine.addSubcommand(new StatusCommand());
        commandLine.addSubcommand(new LogsCommand());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler(root::explain);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    private int explain(Exception failure, CommandLine commandLine, ParseResult parsed) {
        PrintWriter err = commandLine.getErr();
        int exitCode = ExitCode.FAILED;
        if (failure instanceof CliException expected) {
            err.println("athanor: " + expected.getMessage());
            exitCode = expected.exitCode();
        } else {
            err.println("athanor: " + failure + (stacktrace ? "" : " (--stacktrace shows where)"));
        }
        if (stacktrace) {
            failure.printStackTrace(err);
        }
        err.flush();
        return exitCode;
    }
}
