package dev.weir.controlplane.adapter.envoy;

import static dev.weir.controlplane.adapter.envoy.Asking.CLUSTERS;
import static dev.weir.controlplane.adapter.envoy.Asking.ENDPOINTS;
import static dev.weir.controlplane.adapter.envoy.Asking.LISTENERS;
import static dev.weir.controlplane.adapter.envoy.Asking.ROUTES;
import static dev.weir.controlplane.adapter.envoy.Asking.acknowledge;
import static dev.weir.controlplane.adapter.envoy.Asking.ask;
import static dev.weir.controlplane.adapter.envoy.Asking.names;
import static dev.weir.controlplane.adapter.envoy.Asking.refuse;
import static dev.weir.controlplane.adapter.envoy.ToldTopologies.noRollout;
import static dev.weir.controlplane.adapter.envoy.ToldTopologies.rollout;
import static dev.weir.controlplane.adapter.envoy.ToldTopologies.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.envoyproxy.envoy.service.endpoint.v3.EndpointDiscoveryServiceGrpc;
import io.grpc.Status;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol's rules in its variant "state of the world", each by what comes over the wire. That nothing comes is shown by what comes next: what is asked for after it, on the same
 * stream, comes first.
 */
@Timeout(30)
final class WorldStreamTest {
    private final AtomicInteger connectSeconds = new AtomicInteger(1);
    private final AdsPublisher publisher = new AdsPublisher(this::withConnectTimeout);
    private Asking.Server server;
    private Asking<DiscoveryRequest, DiscoveryResponse> client;

    @BeforeEach
    void start() throws IOException {
        server = new Asking.Server(publisher);
        client = connect();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Asking<DiscoveryRequest, DiscoveryResponse> connect() {
        return new Asking<>(AggregatedDiscoveryServiceGrpc.newStub(server.channel)::streamAggregatedResources);
    }

    private Cluster withConnectTimeout(Cluster cluster) {
        return cluster.toBuilder()
                .setConnectTimeout(Duration.newBuilder().setSeconds(connectSeconds.get()))
                .build();
    }

    @Test
    void resources_areThoseThatWereAskedFor() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(ENDPOINTS, "quotes.edge", "eth-rpc.edge"));

        assertThat(names(client.next())).containsExactlyInAnyOrder("quotes.edge", "eth-rpc.edge");
    }

    @Test
    void resources_askedForBeforeAnythingWasPublished_comeThen() throws Exception {
        client.send(ask(ROUTES, "gateway"));
        publisher.publish(topology(600_000, true));

        assertThat(names(client.next())).containsExactly("gateway");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type.googleapis.com/envoy.service.runtime.v3.Runtime",
                "type.googleapis.com/envoy.config.route.v3.ScopedRouteConfiguration",
                "type.googleapis.com/envoy.config.route.v3.VirtualHost",
                "type.googleapis.com/envoy.config.core.v3.TypedExtensionConfig",
                "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
                "type.googleapis.com/of.nobody.v9.Nothing",
                "not a type"
            })
    void typeThatWeDoNotHave_isNotAnswered_andTheOthersLiveOn(String type) throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(CLUSTERS));
        client.send(acknowledge(client.next()));

        client.send(ask(type, "something"));
        client.send(ask(type));
        client.send(ask(ROUTES, "gateway"));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
        publisher.publish(rollout(600_000));
        assertThat(client.next().getTypeUrl()).isEqualTo(CLUSTERS);
    }

    @Test
    void requestWithoutType_endsTheAggregatedStream_andSaysWhy() throws Exception {
        client.send(ask(""));

        assertThat(client.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(client.end().getDescription()).contains("has to name its type");
    }

    @Test
    void nameThatIsAskedForAgain_isSentAgain_atTheSameVersion() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(ENDPOINTS, "quotes.edge", "eth-rpc.edge"));
        var first = client.next();
        client.send(acknowledge(first, "quotes.edge", "eth-rpc.edge"));
        client.send(acknowledge(first, "quotes.edge"));

        client.send(acknowledge(first, "quotes.edge", "eth-rpc.edge"));

        var again = client.next();
        assertThat(names(again)).contains("eth-rpc.edge");
        assertThat(again.getVersionInfo()).isEqualTo(first.getVersionInfo());
    }

    @Test
    void namesThatExist_areSent_whateverElseIsAskedFor() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(ENDPOINTS, "quotes.edge", "no-such.cluster"));

        assertThat(names(client.next())).containsExactly("quotes.edge");
    }

    @Test
    void nameThatDoesNotExist_isRemembered_andSentOnceItDoes() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(ask(ENDPOINTS, "quotes.edge.canary"));
        client.send(ask(ROUTES, "gateway"));
        client.send(acknowledge(client.next(), "gateway"));

        publisher.publish(rollout(600_000));

        assertThat(names(client.next())).containsExactly("quotes.edge.canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "*,quotes.edge"})
    void wildcard_isAllClusters(String names) throws Exception {
        publisher.publish(rollout(600_000));

        client.send(ask(CLUSTERS, names.isEmpty() ? new String[0] : names.split(",")));

        assertThat(names(client.next()))
                .containsExactly(
                        "judge",
                        "ratelimit",
                        "telemetry",
                        "auth",
                        "quotes.edge",
                        "quotes.edge.control",
                        "quotes.edge.canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*"})
    void wildcard_isAllListeners(String name) throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(name.isEmpty() ? ask(LISTENERS) : ask(LISTENERS, name));

        assertThat(names(client.next())).containsExactly("gateway");
    }

    @Test
    void wildcard_isAllEndpointsAndRoutes_asTheJudgeAsks() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(ENDPOINTS, "*"));
        assertThat(names(client.next())).containsExactly("eth-rpc.edge", "quotes.edge", "fast-quotes.edge");

        client.send(ask(ROUTES, "*"));
        assertThat(names(client.next())).containsExactly("gateway");
    }

    @Test
    void noName_isNoWildcard_ofEndpointsAndRoutes() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(ENDPOINTS));
        client.send(ask(ROUTES));
        client.send(ask(LISTENERS));

        assertThat(client.next().getTypeUrl()).isEqualTo(LISTENERS);
    }

    @Test
    void listThatBecomesEmpty_isNoWildcard() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(ask(CLUSTERS, "quotes.edge"));
        var quotes = client.next();
        client.send(acknowledge(quotes, "quotes.edge"));

        client.send(acknowledge(quotes));
        client.send(ask(LISTENERS, "gateway"));
        assertThat(client.next().getTypeUrl())
                .as("what was sent before it is taken")
                .isEqualTo(LISTENERS);
        connectSeconds.set(2);
        publisher.publish(rollout(600_000));
        client.send(ask(ROUTES, "gateway"));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void namesAfterAWildcard_areAllThatIsWanted_fromThenOn() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(ask(CLUSTERS));

        client.send(acknowledge(client.next(), "quotes.edge"));

        assertThat(names(client.next())).containsExactly("quotes.edge");
    }

    @Test
    void nameBesideTheWildcard_isSentAgain_asItIsNewlyAskedFor() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(ask(CLUSTERS));
        var all = client.next();

        client.send(acknowledge(all, "*", "quotes.edge"));

        assertThat(names(client.next())).isEqualTo(names(all));
    }

    @Test
    void acknowledgement_isNotAnswered() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(CLUSTERS));
        client.send(acknowledge(client.next()));

        client.send(ask(ROUTES, "gateway"));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void refusedVersion_isNotSentAgain_andTheNextOneIs() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        client.send(refuse(client.next(), "quotes.edge"));
        publisher.publish(topology(600_000, true));
        client.send(ask(ROUTES, "gateway"));
        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);

        publisher.publish(topology(500_000, true));

        assertThat(names(client.next())).containsExactly("quotes.edge");
    }

    @Test
    void requestThatAnswersAnOlderResponse_isIgnored() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        client.send(acknowledge(client.next(), "quotes.edge"));

        client.send(ask(ENDPOINTS, "eth-rpc.edge").toBuilder()
                .setResponseNonce("stale")
                .build());
        client.send(ask(ROUTES, "gateway"));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void clientThatComesBack_withTheVersionThatIs_isNotSentAllClustersAgain() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(CLUSTERS));
        var version = client.next().getVersionInfo();
        var back = connect();

        back.send(ask(CLUSTERS).toBuilder().setVersionInfo(version).build());
        back.send(ask(ROUTES, "gateway"));
        assertThat(back.next().getTypeUrl()).isEqualTo(ROUTES);

        publisher.publish(rollout(600_000));
        assertThat(names(back.next())).contains("quotes.edge", "quotes.edge.canary");
    }

    @Test
    void clientThatComesBack_withAnotherVersion_isSentAllClusters() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(CLUSTERS).toBuilder().setVersionInfo("older").build());

        assertThat(names(client.next())).contains("quotes.edge");
    }

    /** It may have asked for others before. */
    @Test
    void clientThatComesBack_forNames_isSentThem_whateverVersionItHas() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        var version = client.next().getVersionInfo();
        var back = connect();

        back.send(ask(ENDPOINTS, "quotes.edge").toBuilder()
                .setVersionInfo(version)
                .build());

        assertThat(names(back.next())).containsExactly("quotes.edge");
    }

    @Test
    void clustersThatCome_areToldWithAllOthers_beforeTheRoutesToThem() throws Exception {
        publisher.publish(noRollout(600_000));
        askForClustersAndRoutes();

        publisher.publish(rollout(600_000));

        var clusters = client.next();
        assertThat(names(clusters)).contains("judge", "quotes.edge", "quotes.edge.canary");
        client.send(acknowledge(clusters));
        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    /** Or weights that are told four times a second would hide that it has all else. */
    @Test
    void gatewayThatAnsweredAPush_isNotBehindIt_whateverCameSince() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        client.send(acknowledge(client.next(), "quotes.edge"));
        awaitAcknowledged(1);
        publisher.publish(topology(700_000, true));
        long push = publisher.pushes();
        var told = client.next();
        assertThat(publisher.behind(push)).containsExactly("gateway-1");

        publisher.publish(topology(800_000, true));
        client.send(acknowledge(told, "quotes.edge"));
        var _ = client.next();

        assertThat(publisher.behind(push)).isEmpty();
        assertThat(publisher.behind(publisher.pushes())).containsExactly("gateway-1");
    }

    /** Envoy acknowledges clusters once they are warm; a call to one that is not would be answered by 503. */
    @Test
    void routes_waitUntilClustersAreAcknowledged_orRefused() throws Exception {
        publisher.publish(noRollout(600_000));
        askForClustersAndRoutes();

        publisher.publish(rollout(600_000));
        var clusters = client.next();
        assertThat(publisher.behind(publisher.pushes())).isEqualTo(Set.of("gateway-1"));
        publisher.publish(rollout(700_000));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        assertThat(client.next().getTypeUrl()).as("all else goes on").isEqualTo(ENDPOINTS);

        client.send(refuse(clusters));
        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void clustersThatGo_areLeftOut_onlyAfterTheRoutesThatNamedThem() throws Exception {
        publisher.publish(rollout(600_000));
        askForClustersAndRoutes();

        publisher.publish(noRollout(600_000));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
        assertThat(names(client.next())).contains("judge", "quotes.edge").doesNotContain("quotes.edge.canary");
    }

    @Test
    void clustersThatGo_whileOthersChange_stayUntilTheRoutesAreTold() throws Exception {
        publisher.publish(rollout(600_000));
        askForClustersAndRoutes();

        connectSeconds.set(2);
        publisher.publish(noRollout(600_000));

        var changed = client.next();
        assertThat(names(changed)).contains("quotes.edge", "quotes.edge.canary");
        client.send(acknowledge(changed));
        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
        var gone = client.next();
        assertThat(names(gone)).contains("quotes.edge").doesNotContain("quotes.edge.canary");
        assertThat(gone.getVersionInfo()).isNotEqualTo(changed.getVersionInfo());
    }

    private void askForClustersAndRoutes() throws InterruptedException {
        client.send(ask(CLUSTERS));
        client.send(acknowledge(client.next()));
        client.send(ask(ROUTES, "gateway"));
        client.send(acknowledge(client.next(), "gateway"));
        awaitAcknowledged(2);
    }

    /** The requests were taken: what is published now is pushed. */
    private void awaitAcknowledged(int count) {
        await().until(() -> publisher.gateways().values().stream().anyMatch(sync -> sync.acknowledged() >= count));
    }

    @Test
    void listenerThatDoesNotExist_isSaidAtOnce_byLeavingItOut() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(LISTENERS, "greeter.example:50051"));

        var answer = client.next();
        assertThat(answer.getTypeUrl()).isEqualTo(LISTENERS);
        assertThat(answer.getResourcesList()).isEmpty();
    }

    /** Envoy warms a changed cluster until it is sent its endpoints. */
    @Test
    void changedCluster_isFollowedByItsEndpoints_thoughTheyAreTheSame() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(CLUSTERS));
        client.send(acknowledge(client.next()));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        var endpoints = client.next();
        client.send(acknowledge(endpoints, "quotes.edge"));
        awaitAcknowledged(2);

        connectSeconds.set(2);
        publisher.publish(topology(600_000, true));

        assertThat(client.next().getTypeUrl()).isEqualTo(CLUSTERS);
        assertThat(client.next().getResourcesList()).isEqualTo(endpoints.getResourcesList());
    }

    @Test
    void clientThatHasYetToAnswer_isToldTheNewestAlone_onceItDid() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(ENDPOINTS, "quotes.edge"));
        var first = client.next();
        publisher.publish(topology(500_000, true));
        publisher.publish(topology(400_000, true));

        client.send(acknowledge(first, "quotes.edge"));

        var newest = connect();
        newest.send(ask(ENDPOINTS, "quotes.edge"));
        assertThat(client.next().getResourcesList()).isEqualTo(newest.next().getResourcesList());
    }

    @Test
    void nonces_areNeverUsedTwiceOnAStream_andVersionsAreOfTheirType() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(ask(CLUSTERS));
        var clusters = client.next();
        client.send(ask(ENDPOINTS, "quotes.edge"));
        var endpoints = client.next();
        client.send(acknowledge(endpoints, "quotes.edge"));
        awaitAcknowledged(1);

        publisher.publish(topology(500_000, true));

        var pushed = client.next();
        assertThat(pushed.getTypeUrl()).isEqualTo(ENDPOINTS);
        assertThat(pushed.getVersionInfo()).isNotEqualTo(endpoints.getVersionInfo());
        assertThat(pushed.getNonce()).isNotIn(clusters.getNonce(), endpoints.getNonce());
    }

    @Test
    void moreNamesThanCanBeRemembered_endTheStream_andSayWhy() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(ask(
                ENDPOINTS,
                IntStream.rangeClosed(0, 10_000).mapToObj(Integer::toString).toArray(String[]::new)));

        assertThat(client.end().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(client.end().getDescription()).contains("10000", ENDPOINTS);
    }

    @Test
    void streamOfOneType_needsNoType_andSpeaksOfNoOther() throws Exception {
        publisher.publish(topology(600_000, true));
        var endpoints = new Asking<DiscoveryRequest, DiscoveryResponse>(
                EndpointDiscoveryServiceGrpc.newStub(server.channel)::streamEndpoints);
        endpoints.send(ask("", "quotes.edge"));
        assertThat(names(endpoints.next())).containsExactly("quotes.edge");

        endpoints.send(ask(CLUSTERS));

        assertThat(endpoints.end().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }
}
