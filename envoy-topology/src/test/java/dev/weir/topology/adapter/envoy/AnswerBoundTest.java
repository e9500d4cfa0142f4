package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Edge;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.topology.ApiRoute;
import dev.weir.topology.PoolEndpoints;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.Topology;
import dev.weir.xds.adapter.envoy.XdsResources;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the filter that refuses long answers is, and what it is told. What it does is shown by ApiTermsStoryTest. */
final class AnswerBoundTest {
    private static final String CLASS = "custom_response.v3.CustomResponse";

    private final TopologyTranslator translator = new TopologyTranslator(Optional.empty(), Path.of("/etc/roots.pem"));

    @Test
    void apiWithABound_tellsItsRoute_andTheListenerHasTheFilter() {
        var xds = translate("answer: 1MiB,");

        assertThat(routes(xds)).contains("weir.answer", CLASS, "1048576").containsOnlyOnce("weir.answer");
        assertThat(xds.listeners().getFirst().toString()).contains("weir.answer");
    }

    /** With the same translator, which keeps what it made. */
    @Test
    void withoutAny_theFilterIsNotThere_andComesAndGoesWithTheBound() {
        for (int i = 0; i < 2; i++) {
            var without = translate("");
            assertThat(routes(without)).doesNotContain(CLASS);
            assertThat(without.listeners().getFirst().toString()).doesNotContain(CLASS);
            assertThat(translate("answer: 2KiB,").listeners().getFirst().toString())
                    .contains(CLASS);
        }
    }

    @Test
    void changedBound_changesRoutesAlone() {
        var one = translate("answer: 1KiB,");
        var other = translate("answer: 2KiB,");

        assertThat(other.routes()).isNotEqualTo(one.routes());
        assertThat(other.listeners()).isEqualTo(one.listeners());
        assertThat(other.clusters()).isEqualTo(one.clusters());
    }

    private static String routes(XdsResources xds) {
        return xds.routes().getFirst().toString();
    }

    private XdsResources translate(String bound) {
        var config =
                YamlReader.read("weir.yaml", """
                apis:
                - {name: own, match: {prefix: /own}, pools: [cloud], %s access: public}
                - {name: rest, match: {prefix: /}, pools: [cloud], access: public}
                pools: [{name: cloud, endpoints: [{name: one, url: "http://10.0.0.1"}]}]
                chain: memory
                """.formatted(bound).getBytes(StandardCharsets.UTF_8), WeirConfig.class);
        var pool = new PoolEndpoints(config.pools().getFirst().name(), List.of());
        return translator.translate(new Topology(
                ServiceAddresses.onLoopback(10000, 9191, 9192, 8081, 18000),
                config.apis().stream()
                        .map(api -> new ApiRoute(api, List.of(pool)))
                        .toList(),
                Edge.DEFAULT,
                List.of(),
                config.pools()));
    }
}
