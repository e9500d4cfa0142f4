package dev.weir.controlplane.loop;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.OPERATOR;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.weir.controlplane.view.GatewayView.NodeView;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.topology.WeightedEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions and budget of an API, as the loop holds them. */
final class ApiBoundsTest {
    private final LoopUnderTest loop = new LoopUnderTest();

    @Test
    void nodeOutsideTheRegions_isNoEndpointAtAll_neitherLiveNorSilent(@TempDir Path folder) throws IOException {
        begin(folder, "{regions: [eu-west, eu-north]}");
        loop.registered = () -> List.of(registered(AMBER), placed(BIRCH, "us-east", "0.0001"));
        loop.settle();
        assertThat(loop.endpoints())
                .extracting(WeightedEndpoint::node, WeightedEndpoint::weight)
                .containsExactly(tuple(AMBER, 1_000_000));
        assertThat(loop.quotes().nodes()).extracting(NodeView::node).containsExactly(AMBER);

        for (int second = 0; second < 10; second++) {
            loop.run(Duration.ofSeconds(1));
            loop.beat(BIRCH);
        }
        loop.tick();
        assertThat(loop.endpoints())
                .extracting(WeightedEndpoint::node, WeightedEndpoint::usable)
                .containsExactly(tuple(AMBER, false));
    }

    @Test
    void nodeOutsideTheRegionsOfOneApi_servesTheOthers(@TempDir Path folder) throws IOException {
        begin(folder, "{regions: [eu-west]}");
        loop.registered = () -> List.of(registered(AMBER), placed(BIRCH, "us-east", "0.0001"));
        loop.settle();

        assertThat(loop.view().apis())
                .filteredOn(api -> !api.name().equals(QUOTES))
                .isNotEmpty()
                .allSatisfy(api ->
                        assertThat(api.nodes()).extracting(NodeView::node).containsExactly(AMBER, BIRCH));
    }

    @Test
    void noNodeWithinTheRegions_leavesNoEndpoint(@TempDir Path folder) throws IOException {
        begin(folder, "{regions: [ap-south]}");
        loop.settle();
        loop.serve(5, 50);

        assertThat(loop.publisher.published).isNotEmpty();
        assertThat(loop.endpoints()).isEmpty();
    }

    @Test
    void nodeThatTheRegistryMovesOutOfTheRegions_leavesTheEndpoints_evenWhileFrozen(@TempDir Path folder)
            throws IOException {
        begin(folder, "{regions: [eu-west]}");
        loop.settle();
        assertThat(loop.endpoints()).extracting(WeightedEndpoint::node).containsExactly(AMBER, BIRCH);
        loop.orders.freeze("operator", "a test");

        loop.registered = () -> List.of(registered(AMBER), placed(BIRCH, "us-east", "0.0001"));
        loop.registry.refresh();
        loop.step();

        assertThat(loop.endpoints()).extracting(WeightedEndpoint::node).containsExactly(AMBER);
    }

    @Test
    void budget_holdsTheMeanPriceOfACall(@TempDir Path folder) throws IOException {
        begin(folder, "{budgetPer1000: 0.072 WEIR, availability: 99%}");
        loop.registered = () -> List.of(registered(AMBER), placed(BIRCH, "eu-west", "0.00005"));
        loop.settle();

        assertThat(loop.share(AMBER)).isCloseTo(0.44, within(1e-5));
        assertThat(loop.quotes().guards()).isEmpty();
    }

    /** The shipped file, with bounds for quotes. */
    private void begin(Path folder, String bounds) throws IOException {
        loop.begin(folder, yaml -> yaml.replace("- name: quotes", "- name: quotes\n    bounds: " + bounds));
    }

    private static RegisteredNode placed(NodeId node, String region, String price) {
        return new RegisteredNode(node, OPERATOR, new PoolName("edge"), region, TokenAmount.ofTokens(price));
    }
}
