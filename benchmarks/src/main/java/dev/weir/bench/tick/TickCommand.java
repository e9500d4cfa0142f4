package dev.weir.bench.tick;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir bench tick}: what a tick of the weight loop takes, and what an hour of them leaves in memory. */
@Command(
        name = "tick",
        mixinStandardHelpOptions = true,
        description =
                "Times a tick of the weight loop over many nodes, and looks at the memory after an hour of ticks; some five minutes.")
public final class TickCommand implements Callable<Integer> {
    private static final int NODES = 1_000;
    private static final Duration WARM = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofHours(1);

    @Option(names = "-o", paramLabel = "json", description = "as JSON")
    private String format = "table";

    TickCommand() {}

    private record Memory(long afterFiveMinutes, long afterAnHour) {}

    @Override
    public Integer call() throws RunnerException {
        // First: what JMH leaves in this process is not the loop's.
        var memory = hour();
        var results = new Runner(new OptionsBuilder()
                        .include(TickTime.class.getName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        System.out.println(format.equals("json") ? json(results, memory).toPrettyString() : table(results, memory));
        return 0;
    }

    private static Memory hour() {
        var many = new ManyNodes(NODES);
        run(many, WARM);
        long before = live();
        run(many, LONG.minus(WARM));
        return new Memory(before, live());
    }

    private static void run(ManyNodes many, Duration time) {
        for (long tick = 0; tick < time.dividedBy(ManyNodes.TICK); tick++) {
            if (!ManyNodes.whole(many.tick(), NODES)) {
                throw new IllegalStateException("a plan of " + NODES + " nodes was not whole");
            }
        }
    }

    /** Bytes in use once everything that nobody holds is gone. */
    private static long live() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String table(Collection<RunResult> results, Memory memory) {
        var text = new StringBuilder("\n  NODES    ms A TICK    ms ITS PLAN\n");
        for (var times : times(results)) {
            text.append(String.format(
                    Locale.ROOT, "  %5d%13.2f%15.2f%n", times.nodes(), millis(times.tick()), millis(times.plan())));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%n  in use with %d nodes: %.1f MiB after five minutes of ticks, %.1f after an hour%n",
                        NODES,
                        mib(memory.afterFiveMinutes()),
                        mib(memory.afterAnHour())))
                .toString();
    }

    private static ObjectNode json(Collection<RunResult> results, Memory memory) {
        var json = JsonNodeFactory.instance.objectNode();
        var rows = json.putArray("ticks");
        times(results)
                .forEach(times -> rows.addObject()
                        .put("nodes", times.nodes())
                        .put("millis", millis(times.tick()))
                        .put("millis_error", error(times.tick()))
                        .put("plan_millis", millis(times.plan()))
                        .put("plan_millis_error", error(times.plan())));
        json.putObject("memory_mib")
                .put("nodes", NODES)
                .put("after_five_minutes", mib(memory.afterFiveMinutes()))
                .put("after_an_hour", mib(memory.afterAnHour()));
        return json;
    }

    /** Times of one size of loop. */
    private record Times(int nodes, Result<?> tick, Result<?> plan) {}

    private static List<Times> times(Collection<RunResult> results) {
        return results.stream()
                .map(TickCommand::nodes)
                .distinct()
                .sorted()
                .map(nodes -> new Times(nodes, of(results, nodes, "tick"), of(results, nodes, "plan")))
                .toList();
    }

    private static Result<?> of(Collection<RunResult> results, int nodes, String benchmark) {
        return results.stream()
                .filter(result -> nodes(result) == nodes)
                .map(RunResult::getPrimaryResult)
                .filter(result -> result.getLabel().equals(benchmark))
                .findFirst()
                .orElseThrow();
    }

    private static int nodes(RunResult result) {
        return Integer.parseInt(result.getParams().getParam("nodes"));
    }

    private static double millis(Result<?> result) {
        return result.getScore() / 1_000;
    }

    private static double error(Result<?> result) {
        return result.getScoreError() / 1_000;
    }

    private static double mib(long bytes) {
        return bytes / 1024.0 / 1024;
    }
}
