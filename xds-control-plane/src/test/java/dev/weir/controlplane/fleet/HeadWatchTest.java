package dev.weir.controlplane.fleet;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.fleet.port.HeadUnknown;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class HeadWatchTest {
    private static final ApiName RPC = new ApiName("rpc");
    private static final WeirConfig CONFIG =
            YamlReader.read("weir.yaml", """
            apis:
            - {name: rpc, match: {prefix: /rpc, strip: true}, protocol: json-rpc, pools: [chain], access: public, heads: {lag: 5, every: 1s}}
            - {name: same, match: {prefix: /same, strip: true}, protocol: json-rpc, pools: [chain], access: public, heads: {lag: 50, every: 10s}}
            - {name: plain, match: {prefix: /plain}, pools: [chain], access: public}
            pools:
            - name: chain
              endpoints: [{name: a, url: "http://127.0.0.1:1"}, {name: b, url: "http://127.0.0.1:2"}, {name: c, url: "http://127.0.0.1:3"}]
            chain: memory
            """.getBytes(StandardCharsets.UTF_8), WeirConfig.class);

    private final SettableClock clock = new SettableClock(START);
    private final Map<Integer, List<HeadQuestion>> asked = new HashMap<>();
    private final Map<Integer, CompletableFuture<HeadReport>> answers = new HashMap<>();
    private final HeadWatch watch = new HeadWatch(
            CONFIG.apis(),
            CONFIG.pools(),
            question -> {
                int port = question.address().port();
                asked.computeIfAbsent(port, any -> new ArrayList<>()).add(question);
                return answers.computeIfAbsent(port, any -> new CompletableFuture<>());
            },
            clock);
    private final Upstreams upstreams = new Upstreams(CONFIG.pools(), host -> new CompletableFuture<>());

    @Test
    void endpoint_isAskedOnce_forAllApisWithTheSameWay_andOnceAnInterval() {
        round(100, 100, 100);
        clock.forward(Duration.ofMillis(900));
        refresh();
        assertThat(asked.get(1)).singleElement().satisfies(question -> {
            assertThat(question.path()).isEqualTo("/");
            assertThat(question.chain()).isFalse();
            assertThat(question.patience()).isEqualTo(Duration.ofMillis(800));
        });

        clock.forward(Duration.ofMillis(100));
        refresh();
        assertThat(asked.get(1)).hasSize(2);
    }

    @Test
    void whoIsBehind_servesNothing_ofThatApiAlone() {
        round(100, 100, 90);

        assertThat(serving(RPC)).containsExactly("a", "b");
        assertThat(serving(new ApiName("same"))).containsExactly("a", "b", "c");
        assertThat(serving(new ApiName("plain"))).containsExactly("a", "b", "c");

        clock.forward(Duration.ofSeconds(1));
        round(101, 101, 101);

        assertThat(serving(RPC)).containsExactly("a", "b", "c");
    }

    @Test
    void endpointThatHangs_isNotAskedAgain_andUnknown_untilItAnswers() {
        round(100, 100, 100);
        for (int second = 0; second < 5; second++) {
            clock.forward(Duration.ofSeconds(1));
            answers.put(1, CompletableFuture.completedFuture(report(100 + second)));
            answers.put(2, CompletableFuture.completedFuture(report(100 + second)));
            answers.computeIfPresent(3, (port, before) -> before.isDone() ? new CompletableFuture<>() : before);
            refresh();
        }
        refresh();

        assertThat(asked.get(3)).hasSize(2);
        assertThat(head("c").words()).isEqualTo("its head is unknown: it has not answered of late");
        assertThat(serving(RPC)).containsExactly("a", "b", "c");

        answers.getOrDefault(3, new CompletableFuture<>())
                .completeExceptionally(new HeadUnknown("it does not answer eth_blockNumber in time"));
        refresh();
        assertThat(head("c").words()).isEqualTo("its head is unknown: it does not answer eth_blockNumber in time");
    }

    @Test
    void oneLostAnswer_changesNothing() {
        round(100, 100, 100);
        clock.forward(Duration.ofSeconds(1));
        answers.put(3, CompletableFuture.failedFuture(new HeadUnknown("its connection broke")));
        answers.put(1, CompletableFuture.completedFuture(report(101)));
        answers.put(2, CompletableFuture.completedFuture(report(101)));
        refresh();
        refresh();

        assertThat(head("c").words()).isEqualTo("at block 100, 1 behind");
    }

    @Test
    void whoIsBehind_isThere_andServesNothing_whateverItsWeight() {
        round(100, 100, 90);

        assertThat(node("c").live()).isTrue();
        assertThat(node("c").serves()).isFalse();
    }

    private void round(long a, long b, long c) {
        answers.put(1, CompletableFuture.completedFuture(report(a)));
        answers.put(2, CompletableFuture.completedFuture(report(b)));
        answers.put(3, CompletableFuture.completedFuture(report(c)));
        refresh();
        refresh();
    }

    private static HeadReport report(long block) {
        return new HeadReport(block, OptionalLong.empty());
    }

    private void refresh() {
        watch.refresh(upstreams::nodes);
    }

    private Head head(String node) {
        return node(node).head().orElseThrow();
    }

    private FleetNode node(String node) {
        return watch.of(RPC, upstreams.nodes()).stream()
                .filter(each -> each.node().equals(new NodeId(node)))
                .findFirst()
                .orElseThrow();
    }

    private List<String> serving(ApiName api) {
        return watch.of(api, upstreams.nodes()).stream()
                .filter(FleetNode::serves)
                .map(each -> each.node().value())
                .toList();
    }
}
