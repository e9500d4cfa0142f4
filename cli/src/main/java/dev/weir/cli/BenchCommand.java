package dev.weir.cli;

import dev.weir.cli.terminal.Progress;
import dev.weir.cli.tools.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code ./weir bench}: hands over to the program in {@code benchmarks/}, a process of its own, as it brings the whole control plane and judge along.
 */
@Command(
        name = "bench",
        description = "Measures ways to balance, side by side on stock Envoys; see ./weir bench --help.")
final class BenchCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(arity = "0..*", paramLabel = "ARGUMENT", description = "balance, kill or scoring, and their options")
    private List<String> arguments = List.of();

    private BenchCommand(GlobalOptions global) {
        this.global = global;
    }

    /** The command, which takes every option as a word for that program. */
    static CommandLine line(GlobalOptions global) {
        return new CommandLine(new BenchCommand(global)).setUnmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var home = global.home();
        new Tools(home, new Progress(System.err, InstantSource.system())).fetchEnvoy();
        var folder = home.root().resolve("benchmarks");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dweir.envoy=" + home.envoy(),
                "-Dweir.scenarios=" + folder.resolve("scenarios"),
                "-Dweir.logs=" + home.run().resolve("bench"),
                "-cp",
                folder.resolve("target/benchmarks-0.1.0-SNAPSHOT.jar") + ":" + folder.resolve("target/lib") + "/*",
                "dev.weir.bench.Bench"));
        command.addAll(arguments);
        var bench = new ProcessBuilder(command).inheritIO().start();
        Runtime.getRuntime().addShutdownHook(new Thread(bench::destroy));
        return bench.waitFor();
    }
}
