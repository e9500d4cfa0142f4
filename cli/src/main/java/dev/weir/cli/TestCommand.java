package dev.weir.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code ./weir test}, so that it is listed: the script {@code weir} runs it before this program begins, as it tests this program too. */
@Command(name = "test", description = "Runs every test on real parts; see ./weir test --help.")
final class TestCommand implements Callable<Integer> {
    @Unmatched
    private String[] ignored = {};

    private TestCommand() {}

    static CommandLine line() {
        return new CommandLine(new TestCommand());
    }

    @Override
    public Integer call() {
        throw new CommandFailed("tests are run by the script of the checkout: ./weir test", 2);
    }
}
