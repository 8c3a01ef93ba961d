package org.athanor.cli.stack;

import java.util.concurrent.Callable;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.terminal.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code athanor status}. */
@Command(
        name = "status",
        description =
                "Show what runs. Exits with 0 when all is ready, with 1 when a part is not, with 3 when nothing runs.")
public final class StatusCommand implements Callable<Integer> {

    @Mixin private JsonOutput json;

    @Override
    public Integer call() throws Exception {
        StackStatus status = StackStatus.read(Home.current());
        json.write(status, () -> print(status));
        if (!status.running()) {
            return ExitCode.NOT_RUNNING;
        }
        return status.allReady() ? ExitCode.OK : ExitCode.FAILED;
    }

    private static void print(StackStatus status) {
        System.out.println(
                status.launcher()
                                .map(pid -> "running (process " + pid + "), data in ")
                                .orElse("not running, data in ")
                        + status.data());
        Table table = Table.of("COMPONENT", "STATE", "PORT", "PID", "URL");
        for (StackStatus.Part part : status.components()) {
            table.row(
                    part.name(),
                    part.state(),
                    part.port(),
                    part.pid().orElse(null),
                    part.url().orElse(null));
        }
        System.out.print(table.render());
    }
}
