package dev.weir.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.TanhNetwork;
import dev.weir.scoring.adapter.onnx.NetworkFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./weir simulate} in this process, on scenarios that take a moment. */
final class SimulateCommandTest {
    private static final String SMALL = """
            name: small
            about: Unlike nodes.
            warmup: 1s
            length: 4s
            calls: {kinds: [{name: call, work: 20ms}]}
            nodes: [{name: slow, count: 3, speed: 0.5}, {name: fast, count: 3, speed: 2}]
            """;

    private final PrintStream usualOut = System.out;
    private final PrintStream usualErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Path small = Path.of("");

    @BeforeEach
    void listen() throws IOException {
        System.setProperty("weir.root", "..");
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
        small = Files.writeString(folder.resolve("small.yaml"), SMALL);
    }

    @AfterEach
    void restore() {
        System.clearProperty("weir.root");
        System.setOut(usualOut);
        System.setErr(usualErr);
    }

    @Test
    void json_ofOneScenario_isItsObject_withTheseKeys() throws IOException {
        assertThat(simulate("--scenario", small.toString(), "--policies", "random,sed", "--seeds", "2", "-o", "json"))
                .isZero();

        var json = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "scenario", "gateways", "load", "seeds", "first_seed", "best_limit", "headroom", "policies");
        assertThat(json.get("scenario").asText()).isEqualTo("small");
        assertThat(json.get("gateways").asInt()).isEqualTo(2);
        assertThat(json.get("load").asDouble()).isEqualTo(0.75);
        assertThat(json.get("seeds").asInt()).isEqualTo(2);
        assertThat(json.get("first_seed").asLong()).isEqualTo(1);
        assertThat(json.get("policies")).hasSize(2);
        assertThat(json.get("policies").get(0).get("name").asText()).isEqualTo("random");
        var sed = json.get("policies").get(1);
        assertThat(sed.get("p99_ms_low").asDouble())
                .isLessThan(sed.get("p99_ms").asDouble());
        assertThat(sed.get("p99_ms_high").asDouble())
                .isGreaterThan(sed.get("p99_ms").asDouble());
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void sameSeed_givesTheSameBytes_andAnotherOthers() {
        var first = json("--seed", "3");
        var again = json("--seed", "3");
        var other = json("--seed", "4");

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @Test
    void json_ofSeveralScenarios_isAList() throws IOException {
        assertThat(simulate(
                        "--scenario",
                        small.toString(),
                        "--scenario",
                        small.toString(),
                        "--policies",
                        "random",
                        "--seeds",
                        "1",
                        "-o",
                        "json"))
                .isZero();

        var json = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(json.get("scenarios")).hasSize(2);
    }

    @Test
    void gatewaysAndLoad_areThoseAskedFor() throws IOException {
        assertThat(simulate(
                        "--scenario",
                        small.toString(),
                        "--policies",
                        "random",
                        "--seeds",
                        "1",
                        "--gateways",
                        "5",
                        "--load",
                        "0.5",
                        "-o",
                        "json"))
                .isZero();

        var json = new ObjectMapper().readTree(out.toString(UTF_8));
        assertThat(json.get("gateways").asInt()).isEqualTo(5);
        assertThat(json.get("load").asDouble()).isEqualTo(0.5);
    }

    @Test
    void learned_withoutANetwork_saysHowToGetOne() {
        assertThat(simulate(
                        "--home",
                        folder.toString(),
                        "--scenario",
                        small.toString(),
                        "--policies",
                        "learned",
                        "--seeds",
                        "1"))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("./weir train policy").contains("--network FILE");
    }

    @Test
    void networkThatIsNone_isRefused_byItsName() throws IOException {
        var file = Files.writeString(folder.resolve("network.onnx"), "no network");

        assertThat(simulate("--scenario", small.toString(), "--network", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("weir: --network: " + file + " is no policy network: ");
    }

    @Test
    void learned_runsWithTheNetworkOfTheFile() throws IOException {
        var widths = List.of(PolicyFeatures.names().size(), 1);
        var zeros = new TanhNetwork(widths, new float[TanhNetwork.size(widths)]);
        var file = Files.write(folder.resolve("network.onnx"), NetworkFile.write(zeros));

        assertThat(simulate(
                        "--scenario",
                        small.toString(),
                        "--network",
                        file.toString(),
                        "--policies",
                        "weights,learned",
                        "--seeds",
                        "2",
                        "-o",
                        "json"))
                .isZero();

        var policies = new ObjectMapper().readTree(out.toString(UTF_8)).get("policies");
        assertThat(policies.get(1).get("name").asText()).isEqualTo("learned");
        assertThat(policies.get(1).get("p99_ms")).isEqualTo(policies.get(0).get("p99_ms"));
    }

    @Test
    void table_namesTheScenario_itsPolicies_andTheBestLimit() {
        assertThat(simulate("--scenario", small.toString(), "--policies", "least_request,sed", "--seeds", "2"))
                .isZero();

        var said = out.toString(UTF_8);
        assertThat(said)
                .startsWith("small: Unlike nodes.\n 2 gateways, load 0.75, 2 seeds from 1\n\n POLICY ")
                .containsPattern("\n least_request .* ms  .* 0 %\n")
                .containsPattern("\n sed .* %\n")
                .containsPattern("\n The best limit is [a-z_]+; least_request has [0-9.]+ times its p99, ");
    }

    @Test
    void table_saysWhereThereIsNoGap() throws IOException {
        Files.writeString(
                small, SMALL.replace("about: Unlike nodes.", "load: 0.001").replace("speed: 0.5", "speed: 2"));

        assertThat(simulate("--scenario", small.toString(), "--policies", "least_request", "--seeds", "1"))
                .isZero();
        assertThat(out.toString(UTF_8)).contains("no gap to close.").containsPattern("\n least_request .* -\n");
    }

    @Test
    void list_namesTheShippedScenarios_andRunsNothing() {
        assertThat(simulate("--list")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("mixed-speeds     40 single-core servers, from half to twice the usual speed.")
                .contains("policies: round_robin, random, least_request");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    --scenario nope   | weir: --scenario: there is no 'nope'; ./weir simulate --list shows the names, and a file's name ends in .yaml
                    --policies best   | weir: --policies: there is no 'best'; there are round_robin, random, least_request,
                    --seeds 0         | weir: --seeds: 0 is not in 1..1000
                    --gateways 0      | weir: --gateways: gateways 0 is not in 1..1000
                    --load -1         | weir: --load: load -1.0 is not above 0 and at most 5
                    """)
    void option_thatMakesNoSense_isAskedWrongly(String options, String complaint) {
        assertThat(simulate(options.split(" "))).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith(complaint).hasLineCount(1);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void brokenFile_failsInOneLine_withItsPlace() throws IOException {
        Files.writeString(small, SMALL.replace("speed: 2", "spead: 2"));

        assertThat(simulate("--scenario", small.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("weir: " + small + ":6:68: unknown key 'spead'; did you mean 'speed'?; known here:")
                .hasLineCount(1);
    }

    @Test
    void scenario_inWhichNobodyCanServe_failsInOneLine() throws IOException {
        Files.writeString(small, """
                name: dead
                length: 4s
                calls: {kinds: [{name: call, work: 20ms}]}
                nodes: [{name: only}]
                faults: [{kind: dead, on: {group: only}, at: 21s}]
                """);

        assertThat(simulate("--scenario", small.toString(), "--seeds", "1")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("weir: scenario 'dead': ").hasLineCount(1);
    }

    @Test
    void data_thatIsNotThere_failsInOneLine() {
        var missing = folder.resolve("missing");

        assertThat(simulate("--scenario", small.toString(), "--data", missing.toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .startsWith("weir: " + missing + ": cannot be read")
                .hasLineCount(1);
    }

    private String json(String... options) {
        out.reset();
        var all = new ArrayList<>(List.of(
                "--scenario",
                small.toString(),
                "--policies",
                "random,least_request,weights,pick",
                "--seeds",
                "2",
                "-o",
                "json"));
        all.addAll(List.of(options));
        assertThat(simulate(all.toArray(String[]::new))).isZero();
        return out.toString(UTF_8);
    }

    private int simulate(String... options) {
        var all = new ArrayList<>(List.of("--home", folder.toString(), "simulate"));
        all.addAll(List.of(options));
        return Weir.run(all.toArray(String[]::new));
    }
}
