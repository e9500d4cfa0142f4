package dev.weir.node.trace.adapter.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That spans arrive and join their trace is shown by the story of observing, against a collector. */
final class TracesTest {
    private static final Endpoint ENDPOINT = call -> Answer.json(200, "{}");

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " "})
    void withoutACollector_theEndpointIsAsItWas(String none) {
        try (var traces = Traces.to(none, "amber")) {
            assertThat(traces.of(ENDPOINT)).isSameAs(ENDPOINT);
        }
    }

    @Test
    void collectorThatIsNotThere_changesNoAnswer() throws InterruptedException {
        try (var traces = Traces.to("http://127.0.0.1:1", "amber")) {
            var call = new NodeCall(
                    "GET",
                    "/quotes/BTC",
                    name -> Optional.of("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                            .filter(value -> name.equals("traceparent")),
                    new byte[0]);

            assertThat(traces.of(ENDPOINT).answer(call).status()).isEqualTo(200);
        }
    }
}
