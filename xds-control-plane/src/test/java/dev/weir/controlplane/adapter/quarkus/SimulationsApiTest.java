package dev.weir.controlplane.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator of a running control plane. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@Timeout(120)
class SimulationsApiTest {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String BRIEF = "?scenario=equal&policies=least_request,clairvoyant&gateways=1&load=0.1";
    private static final String LONG = "?scenario=twenty-gateways&load=0.95&seeds=3";

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    @Inject
    SimulationsApiTest(@ConfigProperty(name = "quarkus.http.port") int port) {
        this.port = port;
    }

    @Test
    void scenarios_areListed_withoutThoseThatTakeMinutes() throws Exception {
        var offer = JSON.readTree(text("/scenarios").body());

        assertThat(offer.get("scenarios").findValuesAsText("name"))
                .contains("equal", "twenty-gateways", "two-sizes")
                .doesNotContain("thousand-nodes");
        var equal = offer.at("/scenarios/1");
        assertThat(equal.get("about").asText()).startsWith("20 nodes alike");
        assertThat(equal.get("gateways").asInt()).isEqualTo(2);
        assertThat(equal.get("load").asDouble()).isEqualTo(0.75);
    }

    @Test
    void policies_areListed_withoutTheOneThatNeedsANetwork() throws Exception {
        var policies = JSON.readTree(text("/scenarios").body()).get("policies");

        assertThat(policies.findValuesAsText("name"))
                .contains("weights", "pick", "sed")
                .doesNotContain("learned");
        assertThat(policies).filteredOn(each -> each.get("limit").asBoolean()).hasSize(3);
    }

    @Test
    void run_tellsItsProgress_andEndsWithTheComparison() throws Exception {
        var events = events(text(BRIEF).body());

        assertThat(events).hasSize(5);
        assertThat(events.subList(0, 4).stream().map(Event::toString))
                .containsExactly(
                        "progress {\"done\":1,\"total\":4}",
                        "progress {\"done\":2,\"total\":4}",
                        "progress {\"done\":3,\"total\":4}",
                        "progress {\"done\":4,\"total\":4}");
        assertThat(events.getLast().name()).isEqualTo("result");
        var result = events.getLast().data();
        assertThat(result.get("scenario").asText()).isEqualTo("equal");
        assertThat(result.get("gateways").asInt()).isEqualTo(1);
        assertThat(result.get("load").asDouble()).isEqualTo(0.1);
        assertThat(result.get("seeds").asInt()).isEqualTo(1);
        assertThat(result.get("policies").findValuesAsText("name")).containsExactly("least_request", "clairvoyant");
        assertThat(result.at("/policies/0/p99_ms").asDouble()).isBetween(100.0, 300.0);
    }

    @Test
    void secondRun_isRefusedWith409_untilTheReaderOfTheFirstGoes() throws Exception {
        var first = client.send(request(LONG), BodyHandlers.ofInputStream());
        try (InputStream reader = first.body()) {
            assertThat(first.statusCode()).isEqualTo(200);
            assertProblem(text(BRIEF), 409, "simulation_running");
        }

        var second = text(BRIEF);
        while (second.statusCode() == 409) {
            second = text(BRIEF);
        }
        assertThat(events(second.body()).getLast().name()).isEqualTo("result");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policies=pick                                   | scenario: one of antagonist, equal,
            scenario=thousand-nodes                         | scenario: one of antagonist, equal,
            scenario=../pom                                 | scenario: one of antagonist, equal,
            scenario=equal&policies=,                       | policies: names with commas between are needed, of round_robin,
            scenario=equal&policies=pick,learned            | policies: names with commas between are needed, of round_robin,
            scenario=equal&policies=round_robin,random,least_request,peak_ewma,cswrr,prequal,pick | policies: at least one is needed, and at most 6
            scenario=equal&gateways=0                       | gateways: a whole number from 1 to 20
            scenario=equal&gateways=21                      | gateways: a whole number from 1 to 20
            scenario=equal&gateways=two                     | gateways: a whole number from 1 to 20
            scenario=equal&load=0.05                        | load: a number from 0.1 to 0.95
            scenario=equal&load=0.96                        | load: a number from 0.1 to 0.95
            scenario=equal&load=NaN                         | load: a number from 0.1 to 0.95
            scenario=equal&seeds=0                          | seeds: a whole number from 1 to 3
            scenario=equal&seeds=4                          | seeds: a whole number from 1 to 3""")
    void parameter_thatIsBad_isNamed_withWhatIsAllowed(String query, String detail) throws Exception {
        var answer = text("?" + query);

        assertProblem(answer, 400, "simulation_malformed");
        assertThat(JSON.readTree(answer.body()).get("detail").asText()).startsWith(detail);
    }

    @Test
    void run_askedForByAForeignPage_isRefusedWith403_alsoWhereItSendsNoOrigin() throws Exception {
        var asked = HttpRequest.newBuilder(request(BRIEF), (name, value) -> true)
                .header("Sec-Fetch-Site", "cross-site")
                .build();

        assertProblem(client.send(asked, BodyHandlers.ofString()), 403, "origin_foreign");
    }

    private record Event(String name, JsonNode data) {
        @Override
        public String toString() {
            return name + " " + data;
        }
    }

    private static List<Event> events(String stream) {
        return List.of(stream.strip().split("\n\n")).stream()
                .map(block -> new Event(field(block, "event:"), json(field(block, "data:"))))
                .toList();
    }

    private static String field(String block, String name) {
        return block.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private HttpResponse<String> text(String rest) throws IOException, InterruptedException {
        return client.send(request(rest), BodyHandlers.ofString());
    }

    private HttpRequest request(String rest) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/simulations" + rest))
                .build();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json(answer.body()).get("type").asText()).isEqualTo("urn:weir:problem:" + code);
    }
}
