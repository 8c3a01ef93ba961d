package org.athanor.cli;

import java.io.PrintWriter;
import org.athanor.cli.demo.DemoCommand;
import org.athanor.cli.stack.DownCommand;
import org.athanor.cli.stack.LogsCommand;
import org.athanor.cli.stack.StatusCommand;
import org.athanor.cli.stack.UpCommand;
import org.athanor.cli.verb.BenchCommand;
import org.athanor.cli.verb.ChatCommand;
import org.athanor.cli.verb.CorpusCommand;
import org.athanor.cli.verb.DatasetCommand;
import org.athanor.cli.verb.FeedbackCommand;
import org.athanor.cli.verb.FinetuneCommand;
import org.athanor.cli.verb.ModelCommand;
import org.athanor.cli.verb.PlanCommand;
import org.athanor.cli.verb.PolicyCommand;
import org.athanor.cli.verb.PretrainCommand;
import org.athanor.cli.verb.PromoteCommand;
import org.athanor.cli.verb.ReportCommand;
import org.athanor.cli.verb.RewardCommand;
import org.athanor.cli.verb.RunsCommand;
import org.athanor.cli.verb.TokenizerCommand;
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
        })
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
        commandLine.addSubcommand(new DemoCommand());
        commandLine.addSubcommand(new UpCommand());
        commandLine.addSubcommand(new DownCommand());
        commandLine.addSubcommand(new StatusCommand());
        commandLine.addSubcommand(new LogsCommand());
        commandLine.addSubcommand(new CorpusCommand());
        commandLine.addSubcommand(new TokenizerCommand());
        commandLine.addSubcommand(new DatasetCommand());
        commandLine.addSubcommand(new ReportCommand());
        commandLine.addSubcommand(new ModelCommand());
        commandLine.addSubcommand(new PlanCommand());
        commandLine.addSubcommand(new PretrainCommand());
        commandLine.addSubcommand(new FinetuneCommand());
        commandLine.addSubcommand(new FeedbackCommand());
        commandLine.addSubcommand(new RewardCommand());
        commandLine.addSubcommand(new PolicyCommand());
        commandLine.addSubcommand(new PromoteCommand());
        commandLine.addSubcommand(new ChatCommand());
        commandLine.addSubcommand(new RunsCommand());
        commandLine.addSubcommand(new BenchCommand());
        // Not in the annotation: what is written there is inherited by every command.
        commandLine
                .getCommandSpec()
                .usageMessage()
                .footer("", "./athanor verify builds everything and passes every test.");
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
