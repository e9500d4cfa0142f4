package dev.weir.bench.scoring;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code ./weir bench scoring}: microseconds that a policy network takes for a node, in plain Java and by ONNX Runtime. */
@Command(
        name = "scoring",
        mixinStandardHelpOptions = true,
        description = "Times the policy network, one node and many at once; about a minute and a half.")
public final class ScoringCommand implements Callable<Integer> {
    @Option(names = "-o", paramLabel = "json", description = "as JSON")
    private String format = "table";

    ScoringCommand() {}

    @Override
    public Integer call() throws RunnerException {
        var options = new OptionsBuilder()
                .include(PolicyScoring.class.getName())
                .verbosity(VerboseMode.SILENT)
                .build();
        var results = new Runner(options).run();
        System.out.println(format.equals("json") ? json(results).toPrettyString() : table(results));
        return 0;
    }

    private static String table(Collection<RunResult> results) {
        var text = new StringBuilder("\n  BY              NODES    µs FOR ALL    µs A NODE\n");
        for (var result : results) {
            double all = result.getPrimaryResult().getScore();
            text.append(String.format(
                    Locale.ROOT,
                    "  %-14s%7d%14.2f%13.3f%n",
                    result.getPrimaryResult().getLabel(),
                    nodes(result),
                    all,
                    all / nodes(result)));
        }
        return text.toString();
    }

    private static ObjectNode json(Collection<RunResult> results) {
        var json = JsonNodeFactory.instance.objectNode();
        var rows = json.putArray("scoring");
        for (var result : results) {
            var score = result.getPrimaryResult();
            rows.addObject()
                    .put("by", score.getLabel())
                    .put("nodes", nodes(result))
                    .put("micros", score.getScore())
                    .put("micros_error", score.getScoreError())
                    .put("micros_a_node", score.getScore() / nodes(result));
        }
        return json;
    }

    private static int nodes(RunResult result) {
        return Integer.parseInt(result.getParams().getParam("nodes"));
    }
}
