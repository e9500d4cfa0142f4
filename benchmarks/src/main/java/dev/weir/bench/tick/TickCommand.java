package dev.weir.bench.tick;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    private static final int COMPACTS_EACH = 4;
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
        var ticks = timed(TickTime.class);
        var plan = timed(PlanTime.class).iterator().next();
        System.out.println(
                format.equals("json") ? json(ticks, plan, memory).toPrettyString() : table(ticks, plan, memory));
        return 0;
    }

    private static Collection<RunResult> timed(Class<?> benchmark) throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
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

    /**
     * Bytes in use once everything that nobody holds is gone. The serial collector lets some of it lie but in each fourth full collection
     * (MarkSweepAlwaysCompactCount).
     */
    private static long live() {
        for (int collection = 0; collection < COMPACTS_EACH; collection++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String table(Collection<RunResult> ticks, RunResult plan, Memory memory) {
        var text = new StringBuilder("\n  NODES    ms A TICK\n");
        for (var result : ticks) {
            text.append(String.format(Locale.ROOT, "  %5s%13.2f%n", nodes(result), millis(result)));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%n  of which the plan, with %s nodes: %.2f ms%n  in use with %d nodes: %.1f MiB after five minutes of ticks, %.1f after an hour%n",
                        nodes(plan),
                        millis(plan),
                        NODES,
                        mib(memory.afterFiveMinutes()),
                        mib(memory.afterAnHour())))
                .toString();
    }

    private static ObjectNode json(Collection<RunResult> ticks, RunResult plan, Memory memory) {
        var json = JsonNodeFactory.instance.objectNode();
        var rows = json.putArray("ticks");
        ticks.forEach(result -> put(rows.addObject(), result));
        put(json.putObject("plan"), plan);
        json.putObject("memory_mib")
                .put("nodes", NODES)
                .put("after_five_minutes", mib(memory.afterFiveMinutes()))
                .put("after_an_hour", mib(memory.afterAnHour()));
        return json;
    }

    private static void put(ObjectNode json, RunResult result) {
        json.put("nodes", Integer.parseInt(nodes(result)))
                .put("millis", millis(result))
                .put("millis_error", result.getPrimaryResult().getScoreError() / 1_000);
    }

    private static String nodes(RunResult result) {
        return result.getParams().getParam("nodes");
    }

    private static double millis(RunResult result) {
        return result.getPrimaryResult().getScore() / 1_000;
    }

    private static double mib(long bytes) {
        return bytes / 1024.0 / 1024;
    }
}
