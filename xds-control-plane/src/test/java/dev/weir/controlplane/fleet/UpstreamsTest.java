package dev.weir.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.model.NodeId;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class UpstreamsTest {
    private static final WeirConfig CONFIG =
            YamlReader.read("weir.yaml", """
            apis: [{name: api, match: {prefix: /}, pools: [cloud], access: public}]
            pools:
            - name: cloud
              endpoints:
              - {name: near, url: "http://127.0.0.1:8080", region: here, price: 0.5 WEIR}
              - {name: far, url: "https://far.example/v1"}
            chain: memory
            """.getBytes(StandardCharsets.UTF_8), WeirConfig.class);

    private final Map<String, CompletableFuture<List<String>>> answers = new HashMap<>();
    private final Upstreams upstreams =
            new Upstreams(CONFIG.pools(), host -> answers.getOrDefault(host, new CompletableFuture<>()));

    @Test
    void address_isThere_andNameOnceItIsFound() {
        answers.put("far.example", new CompletableFuture<>());
        upstreams.refresh();

        assertThat(upstreams.count()).isEqualTo(2);
        assertThat(near().live()).isTrue();
        assertThat(near().addresses()).hasToString("[127.0.0.1:8080]");
        assertThat(near().region()).isEqualTo("here");
        assertThat(far().live()).isFalse();
        assertThat(far().place()).isEqualTo("https://far.example");

        answers.get("far.example").complete(List.of("192.0.2.2", "192.0.2.1"));

        assertThat(far().live()).isTrue();
        assertThat(far().addresses()).hasToString("[192.0.2.1:443, 192.0.2.2:443]");
        assertThat(upstreams.trouble()).isEmpty();
    }

    @Test
    void name_followsItsAddresses() {
        answer(List.of("192.0.2.1"));
        answer(List.of("192.0.2.7"));

        assertThat(far().addresses()).hasToString("[192.0.2.7:443]");
    }

    @Test
    void nameThatCannotBeLookedUp_keepsItsAddresses_andIsNamed() {
        answer(List.of("192.0.2.1"));

        answers.put("far.example", CompletableFuture.failedFuture(new IllegalStateException("nobody answers")));
        upstreams.refresh();

        assertThat(far().addresses()).hasToString("[192.0.2.1:443]");
        assertThat(upstreams.trouble()).contains("the name far.example cannot be looked up: nobody answers");

        answer(List.of());
        assertThat(far().addresses()).hasToString("[192.0.2.1:443]");
        assertThat(upstreams.trouble()).contains("the name far.example cannot be looked up");

        answer(List.of("192.0.2.2"));
        assertThat(upstreams.trouble()).isEmpty();
    }

    @Test
    void addresses_areBounded() {
        answer(IntStream.range(0, 200).mapToObj(i -> "192.0.2." + i).toList());

        assertThat(far().addresses()).hasSize(Upstreams.MOST);
    }

    @Test
    void othersThatAreNamed_areLookedUpBefore_andThereOnceTheyAreFollowed() {
        var other = YamlReader.read("weir.yaml", """
                apis: [{name: api, match: {prefix: /}, pools: [cloud], access: public}]
                pools: [{name: cloud, endpoints: [{name: new, url: "https://new.example"}]}]
                chain: memory
                """.getBytes(StandardCharsets.UTF_8), WeirConfig.class)
                .pools();
        answer(List.of("192.0.2.1"));

        upstreams.prepare(other);
        assertThat(upstreams.looked()).isFalse();
        assertThat(upstreams.count()).isEqualTo(2);

        answers.put("new.example", CompletableFuture.completedFuture(List.of("192.0.2.9")));
        upstreams.refresh();
        assertThat(upstreams.looked()).isTrue();
        assertThat(far().live()).isTrue();

        upstreams.follow(other);
        assertThat(upstreams.count()).isEqualTo(1);
        assertThat(node("new").addresses()).hasToString("[192.0.2.9:443]");
    }

    @Test
    void nameThatIsNamedNoLonger_isNoTrouble() {
        answers.put("far.example", CompletableFuture.failedFuture(new IllegalStateException("nobody answers")));
        upstreams.refresh();

        upstreams.follow(List.of());

        assertThat(upstreams.trouble()).isEmpty();
        assertThat(upstreams.nodes()).isEmpty();
    }

    private void answer(List<String> addresses) {
        answers.put("far.example", CompletableFuture.completedFuture(addresses));
        upstreams.refresh();
    }

    private FleetNode near() {
        return node("near");
    }

    private FleetNode far() {
        return node("far");
    }

    private FleetNode node(String name) {
        return upstreams.nodes().stream()
                .filter(node -> node.node().equals(new NodeId(name)))
                .findFirst()
                .orElseThrow();
    }
}
