package org.athanor.cli.stack;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.athanor.cli.ExitCode;
import org.athanor.cli.Home;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.terminal.Amounts;
import org.athanor.cli.terminal.Table;
import org.athanor.cli.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code athanor up}. */
@Command(
        name = "up",
        description = {
            "Start Kafka, PostgreSQL and the five services, and stay in the foreground.",
            "Ctrl-C, or ./athanor down elsewhere, stops them in order; all data is kept."
        })
public final class UpCommand implements Callable<Integer> {

    @Mixin private JsonOutput json;

    @Override
    public Integer call() throws Exception {
        Terminal terminal = Terminal.standardError();
        Home home = Home.current();
        Instant started = Instant.now();
        LocalStack stack = LocalStack.start(home, terminal::say);
        String took = Amounts.duration(Duration.between(started, Instant.now()));
        json.write(StackStatus.read(home), () -> System.out.print(table(stack)));
        terminal.say(
                "Everything is ready after "
                        + took
                        + ". Ctrl-C stops it and keeps the data in "
                        + home.data()
                        + ".");
        stack.awaitEnd();
        return ExitCode.OK;
    }

    private static String table(LocalStack stack) {
        Table table = Table.of("SERVICE", "URL", "API");
        stack.urls().forEach((name, url) -> table.row(name, url, url + "/q/swagger-ui"));
        return table.row("kafka", stack.bootstrapServers(), null).render();
    }
}
