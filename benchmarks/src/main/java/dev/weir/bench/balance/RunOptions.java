package dev.weir.bench.balance;

import dev.weir.bench.balance.Measurement.Terms;
import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.rig.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every measurement is told. */
final class RunOptions {
    private static final Pattern LENGTH = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    @Option(
            names = "--length",
            paramLabel = "TIME",
            description =
                    "measured part of a block, as 20s; the scenario's own by default, and its faults stretch with it")
    private @Nullable String length;

    @Option(
            names = "--load",
            paramLabel = "PART",
            description = "of the nodes' capacity; the scenario's own by default")
    private @Nullable Double load;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed gives the same calls and faults; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--port",
            paramLabel = "FIRST",
            defaultValue = "23000",
            description = "the first of 200 ports of 127.0.0.1; default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json; default: ${DEFAULT-VALUE}")
    private Format format = Format.TABLE;

    /** What {@code ./weir bench} tells by properties: they are no choice of whoever measures. */
    private final Path envoy = place("envoy", ".weir/tools/envoy/envoy/_bin/envoy");

    private final Path scenarios = place("scenarios", "benchmarks/scenarios");
    private final Path logs = place("logs", ".weir/run/bench");

    /** How results are written. */
    enum Format {
        TABLE,
        JSON
    }

    boolean json() {
        return format == Format.JSON;
    }

    Terms terms(List<BenchPolicy> policies, int rounds, Duration usualLength) {
        return terms(policies, rounds, Optional.of(length == null ? usualLength : parsed(length)));
    }

    Terms terms(List<BenchPolicy> policies, int rounds) {
        return terms(policies, rounds, Optional.ofNullable(length).map(RunOptions::parsed));
    }

    private Terms terms(List<BenchPolicy> policies, int rounds, Optional<Duration> measured) {
        if (!Files.isExecutable(envoy)) {
            throw new IllegalArgumentException("no Envoy at " + envoy + "; ./weir bench fetches it");
        }
        return new Terms(
                policies,
                rounds,
                measured,
                load == null ? OptionalDouble.empty() : OptionalDouble.of(load),
                seed,
                new Ports(port),
                envoy,
                logs);
    }

    /** The files of those that were asked for, by path or name; all that there are where none was. */
    List<Path> files(List<String> asked) throws IOException {
        if (asked.isEmpty()) {
            try (var files = Files.list(scenarios)) {
                return files.filter(file -> file.toString().endsWith(".yaml"))
                        .sorted()
                        .toList();
            }
        }
        var files = new ArrayList<Path>();
        for (var each : asked) {
            var named = scenarios.resolve(each + ".yaml");
            files.add(Files.exists(named) ? named : Path.of(each));
        }
        return files;
    }

    private static Path place(String name, String usual) {
        return Path.of(System.getProperty("weir." + name, usual));
    }

    private static Duration parsed(String text) {
        var matcher = LENGTH.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("--length '" + text + "' is not a time: write 500ms, 20s or 1m");
        }
        long amount = Long.parseLong(matcher.group(1));
        var parsed = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            default -> Duration.ofMinutes(amount);
        };
        if (!parsed.isPositive()) {
            throw new IllegalArgumentException("--length is not above 0");
        }
        return parsed;
    }
}
