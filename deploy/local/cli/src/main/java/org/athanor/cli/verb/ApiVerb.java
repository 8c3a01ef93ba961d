package org.athanor.cli.verb;

import java.util.concurrent.Callable;
import org.athanor.cli.CliException;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.ApiException;
import picocli.CommandLine.Mixin;

/** A verb that calls a service and prints what it answers. */
abstract class ApiVerb implements Callable<Integer> {

    @Mixin private JsonOutput output;

    @Override
    public final Integer call() throws Exception {
        try {
            return execute(Api.impatient(), output);
        } catch (ApiException e) {
            int exitCode = e.status() == 0 ? ExitCode.NOT_RUNNING : ExitCode.FAILED;
            throw new CliException(exitCode, e.getMessage(), e);
        }
    }

    /** Does the work and returns an exit code. */
    abstract int execute(Api api, JsonOutput json) throws Exception;
}
