package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./weir bench} on real Envoys, as short as it gets: that it measures, not what. */
final class BenchTest {
    private static final String SCENARIO = """
            name: smoke
            about: Two nodes, and few calls.
            gateways: 2
            load: 0.3
            warmup: 500ms
            length: 1500ms
            calls:
              kinds: [{name: quote, part: 1, work: 20ms, spread: constant}]
            nodes:
            - {name: node, count: 2, speed: 1, cores: 4, limit: 4, delay: 1ms, price: 100, region: lab}
            """;

    @TempDir
    private Path home;

    /** All policies are asked once before those that are measured. */
    @Test
    void policies_answerEveryCall_andAreToldSideBySide() throws IOException {
        var file = Files.writeString(home.resolve("smoke.yaml"), SCENARIO);

        var said = Checkout.weir(
                home,
                "bench",
                "balance",
                "--scenario",
                file.toString(),
                "--policies",
                "cswrr,pick",
                "--rounds",
                "1",
                "--port",
                "23200",
                "-o",
                "json");

        // On a busy machine it may say that it fell behind (exit code 1), and tells its figures all the same.
        assertThat(said.exitCode()).as(said.err()).isBetween(0, 1);
        var result = new ObjectMapper().readTree(said.out()).at("/scenarios/0");
        assertThat(result.get("scenario").asText()).isEqualTo("smoke");
        Set<String> names = new HashSet<>();
        for (var policy : result.get("policies")) {
            names.add(policy.get("name").asText());
            assertThat(policy.get("failed_calls").asLong())
                    .as(policy.toString())
                    .isZero();
            assertThat(policy.get("calls").asLong()).as(policy.toString()).isGreaterThan(100);
            assertThat(policy.get("p50_ms").asDouble()).as(policy.toString()).isGreaterThan(20);
        }
        assertThat(names).isEqualTo(Set.copyOf(List.of("cswrr", "pick")));
    }

    @Test
    void unknownPolicy_isAskedWrongly_andTheOthersAreNamed() {
        var said = Checkout.weir(home, "bench", "balance", "--policies", "luck");

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("there is no policy 'luck'", "least_request");
    }
}
