package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.topology.ServiceAddresses.Place;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TracingTest {
    @Test
    void collector_isWhereTheUrlSays() {
        var tracing =
                Tracing.of(Optional.of("http://collector.local:4318/"), 0.1).orElseThrow();

        assertThat(tracing.collector()).isEqualTo(new Place("collector.local", 4_318));
        assertThat(tracing.spans()).isEqualTo("http://collector.local:4318/v1/traces");
    }

    @Test
    void noUrl_asksForNoTraces() {
        assertThat(Tracing.of(Optional.empty(), 0.1)).isEmpty();
        assertThat(Tracing.of(Optional.of(" "), 0.1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://collector:4318", "127.0.0.1:4318", "http://user:secret@collector:4318", "collector"})
    void otherUrls_areRefused_withoutWhatMayBeASecret(String url) {
        assertThatThrownBy(() -> Tracing.of(Optional.of(url), 0.1))
                .hasMessageContaining("OTEL_EXPORTER_OTLP_ENDPOINT")
                .hasMessageContaining("expected http://HOST:PORT")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void ratio_thatIsNoPart_isRefused(double ratio) {
        assertThatThrownBy(() -> Tracing.of(Optional.of("http://127.0.0.1:4318"), ratio))
                .hasMessageContaining("OTEL_TRACES_SAMPLER_ARG");
    }
}
