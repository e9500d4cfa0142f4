package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The loop takes another configuration while it runs. */
final class FollowedConfigTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void apiThatComes_isPublished_andOneThatGoes_isNot() throws IOException {
        loop.settle();
        assertThat(names(loop.publisher.published.getLast())).contains("quotes").doesNotContain("prices");

        loop.follow(2, changed(yaml -> yaml.replace("name: quotes", "name: prices")));
        loop.step();

        assertThat(names(loop.publisher.published.getLast())).contains("prices").doesNotContain("quotes");
        assertThat(loop.view().apis())
                .extracting(api -> api.name().value())
                .contains("prices")
                .doesNotContain("quotes");
    }

    @Test
    void gatewaysAreTold_atTheNextTick_andNotBefore() throws IOException {
        loop.settle();
        loop.follow(2, changed(yaml -> yaml.replace("name: quotes", "name: prices")));
        assertThat(loop.told()).isZero();

        loop.step();

        assertThat(loop.told()).isEqualTo(2);
    }

    /** A restarted control plane that knows no nodes yet must not empty the gateways, whatever it follows. */
    @Test
    void nothingIsTold_beforeTheNodesAreKnown() throws IOException {
        loop.follow(2, changed(yaml -> yaml.replace("name: quotes", "name: prices")));
        loop.tick();

        assertThat(loop.told()).isZero();
        assertThat(loop.publisher.published).isEmpty();
    }

    @Test
    void apiThatStays_keepsItsWeights_itsTraffic_andItsPins() throws IOException {
        loop.learn();
        double share = loop.share(AMBER);
        assertThat(share).isGreaterThan(0.55);
        loop.orders.pin("operator", QUOTES, BIRCH, 0.3, "being looked at");

        loop.follow(2, changed(yaml -> yaml.replace("name: fast-quotes", "name: quick-quotes")));
        loop.step();

        assertThat(loop.share(AMBER)).isGreaterThan(0.5);
        assertThat(loop.node(AMBER).attempts()).isPositive();
        assertThat(loop.node(BIRCH).pin()).isPresent();
    }

    @Test
    void bounds_areTheOnesOfNow_andWeightsGoThereByTheirStep() throws IOException {
        loop.learn();
        loop.follow(2, changed(yaml -> yaml.replaceFirst("cap: 60%", "cap: 51%")));
        loop.step();

        assertThat(loop.share(AMBER)).isLessThanOrEqualTo(0.51 + 1e-6);
    }

    @Test
    void policy_isTheOneOfNow() throws IOException {
        loop.learn();
        loop.follow(2, changed(yaml -> yaml.replace("policy: learned", "policy: ewma")));
        loop.step();

        assertThat(loop.quotes().policy()).isEqualTo("ewma");
    }

    /** Only what differs is told: the endpoints of the others keep their versions. */
    @Test
    void otherApis_areAsBefore() throws IOException {
        loop.learn();
        var before = loop.publisher.published.getLast();
        loop.follow(2, changed(yaml -> yaml.replace("name: fast-quotes", "name: quick-quotes")));
        loop.idle(Duration.ofMillis(250));
        var after = loop.publisher.published.getLast();

        assertThat(LoopUnderTest.endpoints(after)).isEqualTo(LoopUnderTest.endpoints(before));
    }

    private static List<String> names(Topology topology) {
        return topology.apis().stream().map(route -> route.api().name().value()).toList();
    }

    private static WeirConfig changed(UnaryOperator<String> change) throws IOException {
        var yaml = Files.readString(Path.of("../weir.yaml"));
        var other = change.apply(yaml);
        assertThat(other).isNotEqualTo(yaml);
        return YamlReader.read("weir.yaml", other.getBytes(UTF_8), WeirConfig.class);
    }
}
