package dev.weir.controlplane.config;

import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.config.ConfigTexts.BAD;
import static dev.weir.controlplane.config.ConfigTexts.FIRST;
import static dev.weir.controlplane.config.ConfigTexts.SECOND;
import static dev.weir.controlplane.config.ConfigTexts.THIRD;
import static dev.weir.controlplane.config.ConfigTexts.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.ConfigException;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.config.port.FakeGateways;
import dev.weir.controlplane.config.port.FakeJudges;
import dev.weir.controlplane.config.port.FakeOwnFile;
import dev.weir.controlplane.config.port.FakeVersionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** In virtual time, with two gateways and a judge. */
final class ConfigChangeTest {
    private final SettableClock clock = new SettableClock(START);
    private final FakeAuditLog audit = new FakeAuditLog();
    private final FakeVersionStore store = new FakeVersionStore();
    private final FakeOwnFile own = new FakeOwnFile(FIRST);
    private final FakeJudges judges = new FakeJudges();
    private final FakeGateways gateways = new FakeGateways();
    private final List<String> order = new ArrayList<>();
    private ConfigBook book = ConfigBook.begin(own, store, audit, clock);
    private boolean looked = true;
    private ConfigDelivery.Pause pause = clock::forward;

    private ConfigChange changes() {
        var names = new ConfigDelivery.Names() {
            @Override
            public void follow(WeirConfig config) {
                order.add("names");
            }

            @Override
            public boolean looked() {
                return looked;
            }
        };
        var delivery = new ConfigDelivery(
                judges,
                gateways,
                names,
                List.of(config -> order.add("judges at " + judges.told + ", gateways at " + gateways.told())),
                clock,
                time -> pause.lasts(time));
        return new ConfigChange(book, delivery, ConfigChangeTest::resources, List.of(config -> {
            if (config.edge().tls().isPresent()) {
                throw new ConfigException("no certificate");
            }
        }));
    }

    private static Map<String, Map<String, String>> resources(WeirConfig config) {
        var first = config.apis().getFirst().name().value();
        if (first.equals("untold")) {
            throw new IllegalArgumentException("not an Envoy resource");
        }
        return Map.of("route", Map.of("gateway", first));
    }

    @Test
    void change_isAVersion_andWithEverybody() throws Exception {
        var outcome = changes().apply("new.yaml", SECOND, "operator", "a new name");

        assertThat(outcome.made()).isTrue();
        assertThat(outcome.version().number()).isEqualTo(2);
        assertThat(outcome.changes()).containsExactly("api quotes removed", "api prices added");
        assertThat(outcome.resources()).containsExactly(new ResourceChange("route", "gateway", "changed"));
        var delivery = outcome.delivery().orElseThrow();
        assertThat(delivery.gateways()).containsOnlyKeys("east", "west");
        assertThat(delivery.judges()).isEqualTo(1);
        assertThat(book.inForce().yaml()).isEqualTo(SECOND);
        assertThat(audit.lines()).last().isEqualTo("operator apply configuration version 2: a new name");
        assertThat(store.confirmed()).isEqualTo(2);
    }

    /** Nobody is sent to an API that judges do not know. */
    @Test
    void judgesAndNames_comeBeforeGateways() throws Exception {
        changes().apply("new.yaml", SECOND, "operator", "why");

        assertThat(order).containsExactly("names", "judges at 2, gateways at 0");
    }

    @Test
    void judgeThatHangs_andNameThatNobodyKnows_holdNobodyUpForLong() throws Exception {
        judges.hangs = true;
        looked = false;

        var delivery = changes()
                .apply("new.yaml", SECOND, "operator", "why")
                .delivery()
                .orElseThrow();

        assertThat(delivery.judges()).isZero();
        assertThat(delivery.took()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1_100));
        assertThat(delivery.gateways()).containsOnlyKeys("east", "west");
    }

    @Test
    void gatewayThatHangs_isNamed_andTheVersionStays() throws Exception {
        gateways.behind.add("west");

        var delivery = changes()
                .apply("new.yaml", SECOND, "operator", "why")
                .delivery()
                .orElseThrow();

        assertThat(delivery.waiting()).containsExactly("west");
        assertThat(delivery.gateways()).containsOnlyKeys("east");
        assertThat(book.inForce().yaml()).isEqualTo(SECOND);
        assertThat(store.confirmed()).isNotEqualTo(2);
    }

    @Test
    void versionThatAGatewayRefuses_isTakenBackByAnother() throws Exception {
        gateways.bad = config -> config.apis().getFirst().name().value().equals("prices");

        var outcome = changes().apply("new.yaml", SECOND, "operator", "why");

        assertThat(outcome.version().number()).isEqualTo(3);
        assertThat(outcome.version().takesBack()).isEqualTo(2);
        var delivery = outcome.delivery().orElseThrow();
        assertThat(delivery.takenBack().orElseThrow().number()).isEqualTo(2);
        assertThat(delivery.refused())
                .containsOnly(Map.entry("west", "type.googleapis.com/envoy.config.cluster.v3.Cluster: odd\ncluster"));
        assertThat(book.inForce().yaml()).isEqualTo(FIRST);
        assertThat(judges.told).isEqualTo(3);
        assertThat(gateways.told()).isEqualTo(3);
        assertThat(audit.lines())
                .last()
                .isEqualTo(
                        "weir undo configuration version 3: gateway west refused version 2: type.googleapis.com/envoy.config.cluster.v3.Cluster: odd cluster");
    }

    /** It would hold up every change. */
    @Test
    void gatewayThatRefusedBefore_hasNoSay() throws Exception {
        gateways.refusals.put("west", "always");

        var outcome = changes().apply("new.yaml", SECOND, "operator", "why");

        assertThat(outcome.version().number()).isEqualTo(2);
        assertThat(book.inForce().yaml()).isEqualTo(SECOND);
    }

    @Test
    void badText_changesNothing() {
        assertThatThrownBy(() -> changes().apply("new.yaml", BAD, "operator", "why"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("new.yaml:");
        assertThatThrownBy(() -> changes()
                        .apply(
                                "new.yaml",
                                SECOND
                                        + "edge: {tls: {certificates: [{hosts: [a.example], chain: c.pem, key: k.pem}]}}\n",
                                "operator",
                                "why"))
                .hasMessage("no certificate");
        assertThatThrownBy(() -> changes().apply("new.yaml", SECOND, "operator", "two\nlines"))
                .hasMessageStartingWith("reason: one line");

        assertThat(store.versions()).hasSize(1);
        assertThat(order).isEmpty();
    }

    @Test
    void whatNeedsARestart_isRefused_withTheItem_andHowToDoIt() {
        assertThatThrownBy(() -> changes()
                        .apply(
                                "new.yaml",
                                text("prices", "weights: {tick: 1s}\nauth: {sessionLife: 1h}\n"),
                                "operator",
                                "why"))
                .hasMessage(
                        "new.yaml: auth cannot change while the gateway runs: ./weir down, then ./weir up --config with this file (elsewhere: restart the control plane and the judges with it)\n"
                                + "new.yaml: weights.tick cannot change while the gateway runs: ./weir down, then ./weir up --config with this file (elsewhere: restart the control plane and the judges with it)");
        assertThat(store.versions()).hasSize(1);
    }

    /** It would end every tick of the loop. */
    @Test
    void whatCannotBeTranslated_changesNothing() {
        assertThatThrownBy(() -> changes().apply("new.yaml", text("untold", ""), "operator", "why"))
                .hasMessage("new.yaml: it cannot be said to Envoy: not an Envoy resource");

        assertThat(store.versions()).hasSize(1);
    }

    @Test
    void look_changesNothing() {
        var outcome = changes().look("new.yaml", SECOND);

        assertThat(outcome.made()).isFalse();
        assertThat(outcome.changes()).containsExactly("api quotes removed", "api prices added");
        assertThat(book.inForce().number()).isEqualTo(1);
    }

    @Test
    void theSameText_isNoNewVersion() throws Exception {
        var outcome = changes().apply("same.yaml", FIRST, "operator", "why");

        assertThat(outcome.made()).isFalse();
        assertThat(outcome.version().number()).isEqualTo(1);
        assertThat(store.versions()).hasSize(1);
    }

    @Test
    void undo_isAVersionToo() throws Exception {
        var changes = changes();
        changes.apply("new.yaml", SECOND, "operator", "why");

        var outcome = changes.undo("operator", "not as I thought");

        assertThat(outcome.version().number()).isEqualTo(3);
        assertThat(outcome.changes()).containsExactly("api prices removed", "api quotes added");
        assertThat(gateways.told()).isEqualTo(3);
        assertThat(audit.lines()).last().isEqualTo("operator undo configuration version 3: not as I thought");
    }

    @Test
    void changesAtOnce_comeOneAfterTheOther() throws Exception {
        var first = new CountDownLatch(1);
        var second = new CountDownLatch(1);
        gateways.behind.add("west");
        pause = time -> {
            first.countDown();
            second.await();
            gateways.behind.clear();
        };
        var changes = changes();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var one = threads.submit(() -> changes.apply("one.yaml", SECOND, "operator", "one"));
            first.await();
            var other = threads.submit(() -> {
                second.countDown();
                return changes.apply("other.yaml", THIRD, "operator", "other");
            });

            assertThat(one.get().version().number()).isEqualTo(2);
            assertThat(other.get().version().number()).isEqualTo(3);
            assertThat(other.get().changes()).containsExactly("api prices removed", "api others added");
        }
        assertThat(book.inForce().yaml()).isEqualTo(THIRD);
    }

    /** Killed before it was known what the gateways made of it. */
    @Test
    void versionThatNobodyIsKnownToHaveTaken_isTakenBackAfterTheStart_whereAGatewayRefusesIt() throws Exception {
        own.text = SECOND;
        book = ConfigBook.begin(own, store, audit, clock);
        gateways.bad = config -> config.apis().getFirst().name().value().equals("prices");
        gateways.follow(book.inForce().number(), book.inForce().config());

        changes().confirm();

        assertThat(book.inForce().yaml()).isEqualTo(FIRST);
        assertThat(book.inForce().version().takesBack()).isEqualTo(2);
        assertThat(gateways.told()).isEqualTo(3);
    }

    @Test
    void versionThatIsConfirmed_isNotLookedAtAgain() throws Exception {
        store.confirm(1);
        gateways.refusals.put("west", "something");

        changes().confirm();

        assertThat(book.inForce().number()).isEqualTo(1);
    }
}
