package dev.weir.controlplane.adapter.envoy;

import static dev.weir.controlplane.adapter.envoy.Asking.CLUSTERS;
import static dev.weir.controlplane.adapter.envoy.Asking.ENDPOINTS;
import static dev.weir.controlplane.adapter.envoy.Asking.LISTENERS;
import static dev.weir.controlplane.adapter.envoy.Asking.ROUTES;
import static dev.weir.controlplane.adapter.envoy.Asking.delta;
import static dev.weir.controlplane.adapter.envoy.ToldTopologies.noRollout;
import static dev.weir.controlplane.adapter.envoy.ToldTopologies.rollout;
import static dev.weir.controlplane.adapter.envoy.ToldTopologies.topology;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Duration;
import com.google.rpc.Status;
import dev.weir.controlplane.loop.port.TopologyPublisher.GatewaySync;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.cluster.v3.ClusterDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DeltaDiscoveryResponse;
import io.envoyproxy.envoy.service.discovery.v3.Resource;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The protocol's rules in its incremental variant, each by what comes over the wire. That nothing comes is shown by what comes next: what is asked for after it, on the same stream, comes
 * first.
 */
@Timeout(30)
final class DeltaStreamTest {
    private final AtomicInteger connectSeconds = new AtomicInteger(1);
    private final AdsPublisher publisher = new AdsPublisher(this::withConnectTimeout);
    private Asking.Server server;
    private Asking<DeltaDiscoveryRequest, DeltaDiscoveryResponse> client;

    @BeforeEach
    void start() throws IOException {
        server = new Asking.Server(publisher);
        client = connect();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Asking<DeltaDiscoveryRequest, DeltaDiscoveryResponse> connect() {
        return new Asking<>(AggregatedDiscoveryServiceGrpc.newStub(server.channel)::deltaAggregatedResources);
    }

    private Cluster withConnectTimeout(Cluster cluster) {
        return cluster.toBuilder()
                .setConnectTimeout(Duration.newBuilder().setSeconds(connectSeconds.get()))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*"})
    void wildcard_isAllClusters(String name) throws Exception {
        publisher.publish(noRollout(600_000));

        client.send(name.isEmpty() ? delta(CLUSTERS).build() : subscribe(CLUSTERS, name));

        assertThat(names(client.next())).containsExactly("auth", "judge", "quotes.edge", "ratelimit", "telemetry");
    }

    @Test
    void noName_isNoWildcard_ofEndpointsAndRoutes() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(delta(ENDPOINTS).build());
        client.send(delta(ROUTES).build());
        client.send(subscribe(CLUSTERS, "*"));

        assertThat(client.next().getTypeUrl()).isEqualTo(CLUSTERS);
    }

    @Test
    void resources_areThoseThatWereAskedFor_eachWithItsOwnVersion() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge", "eth-rpc.edge"));
        var answer = client.next();

        assertThat(names(answer)).containsExactly("eth-rpc.edge", "quotes.edge");
        assertThat(answer.getResourcesList())
                .extracting(Resource::getVersion)
                .doesNotContain("")
                .doesNotHaveDuplicates();
        assertThat(answer.getNonce()).isNotEmpty();
        assertThat(answer.getSystemVersionInfo()).isNotEmpty();
    }

    @Test
    void onlyWhatChanged_isSent() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(delta(CLUSTERS).build());
        acknowledge(client.next());
        awaitAcknowledged(1);

        publisher.publish(rollout(600_000));

        assertThat(names(client.next())).containsExactly("quotes.edge.canary", "quotes.edge.control");
    }

    @Test
    void whatIsGone_isSaid_onlyAfterTheRoutesThatNamedIt() throws Exception {
        publisher.publish(rollout(600_000));
        client.send(delta(CLUSTERS).build());
        acknowledge(client.next());
        client.send(subscribe(ENDPOINTS, "quotes.edge.canary"));
        acknowledge(client.next());
        client.send(subscribe(ROUTES, "gateway"));
        acknowledge(client.next());
        awaitAcknowledged(3);

        publisher.publish(noRollout(600_000));

        assertThat(names(client.next())).containsExactly("gateway");
        assertThat(client.next().getRemovedResourcesList())
                .containsExactly("quotes.edge.canary", "quotes.edge.control");
        var endpoints = client.next();
        assertThat(endpoints.getTypeUrl()).isEqualTo(ENDPOINTS);
        assertThat(endpoints.getRemovedResourcesList()).containsExactly("quotes.edge.canary");
    }

    @Test
    void nameThatDoesNotExist_isSaidToBeGone_andSentOnceItExists() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(subscribe(ENDPOINTS, "quotes.edge.canary", "quotes.edge"));
        var answer = client.next();
        assertThat(names(answer)).containsExactly("quotes.edge");
        assertThat(answer.getRemovedResourcesList()).containsExactly("quotes.edge.canary");
        acknowledge(answer);
        awaitAcknowledged(1);

        publisher.publish(rollout(600_000));

        assertThat(names(client.next())).containsExactly("quotes.edge.canary");
    }

    /** Unknown is not gone. */
    @Test
    void nameAskedForBeforeAnythingWasPublished_isAnsweredThen() throws Exception {
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        publisher.publish(noRollout(600_000));

        var answer = client.next();

        assertThat(names(answer)).containsExactly("quotes.edge");
        assertThat(answer.getRemovedResourcesList()).isEmpty();
    }

    @Test
    void nameThatIsAskedForAgain_isSentAgain_evenWhereTheClientHasIt() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        var first = client.next();
        acknowledge(first);

        client.send(subscribe(ENDPOINTS, "quotes.edge"));

        assertThat(client.next().getResourcesList()).isEqualTo(first.getResourcesList());
    }

    @Test
    void nameThatIsNoLongerWanted_isNotSent_andTheEndOfWhatNeverBeganIsIgnored() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge", "eth-rpc.edge"));
        acknowledge(client.next());

        client.send(unsubscribe(ENDPOINTS, "quotes.edge", "never.asked-for"));
        client.send(subscribe(ROUTES, "gateway"));
        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);

        publisher.publish(topology(500_000, true));
        assertThat(names(client.next())).containsExactly("eth-rpc.edge");
    }

    @Test
    void nameBesideTheWildcard_thatEnds_isAnswered_sinceTheClientCannotKnow() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(subscribe(CLUSTERS, "*", "quotes.edge", "no-such.cluster"));
        acknowledge(client.next());

        client.send(unsubscribe(CLUSTERS, "quotes.edge", "no-such.cluster"));

        var answer = client.next();
        assertThat(names(answer)).containsExactly("quotes.edge");
        assertThat(answer.getRemovedResourcesList()).containsExactly("no-such.cluster");
    }

    @Test
    void wildcardOfNoName_stays_whenANameIsAdded() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(delta(CLUSTERS).build());
        acknowledge(client.next());
        client.send(subscribe(CLUSTERS, "quotes.edge"));
        assertThat(names(client.next())).containsExactly("quotes.edge");
        acknowledge(CLUSTERS, "2");
        awaitAcknowledged(2);

        publisher.publish(rollout(600_000));

        assertThat(names(client.next())).containsExactly("quotes.edge.canary", "quotes.edge.control");
    }

    @Test
    void wildcardThatEnds_leavesTheNames_andTheirEndLeavesNothing() throws Exception {
        publisher.publish(noRollout(600_000));
        client.send(delta(CLUSTERS).build());
        acknowledge(client.next());
        client.send(subscribe(CLUSTERS, "quotes.edge"));
        acknowledge(client.next());
        client.send(unsubscribe(CLUSTERS, "*"));
        awaitHeard(LISTENERS, "gateway");
        connectSeconds.set(2);
        publisher.publish(rollout(600_000));
        var named = client.next();
        assertThat(names(named)).containsExactly("quotes.edge");
        acknowledge(named);

        client.send(unsubscribe(CLUSTERS, "quotes.edge"));
        awaitHeard(ENDPOINTS, "quotes.edge");
        connectSeconds.set(3);
        publisher.publish(rollout(600_000));
        client.send(subscribe(ROUTES, "gateway"));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void refusedVersion_isNotSentAgain_andTheNextOneIs_andTheRefusalIsShown() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        client.send(delta(ENDPOINTS)
                .setResponseNonce(client.next().getNonce())
                .setErrorDetail(Status.newBuilder().setCode(3).setMessage("not like this"))
                .build());
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ROUTES, "gateway"));
        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
        assertThat(publisher.gateways())
                .containsEntry("gateway-1", new GatewaySync(true, 0, ENDPOINTS + ": not like this"));

        publisher.publish(topology(500_000, true));

        assertThat(names(client.next())).containsExactly("quotes.edge");
    }

    @Test
    void clientThatComesBack_isSentWhatIsAnother_andToldWhatIsGone() throws Exception {
        publisher.publish(rollout(600_000));
        client.send(delta(CLUSTERS).build());
        var versions = delta(CLUSTERS).addResourceNamesSubscribe("*");
        client.next()
                .getResourcesList()
                .forEach(each -> versions.putInitialResourceVersions(each.getName(), each.getVersion()));
        versions.putInitialResourceVersions("judge", "older");
        publisher.publish(noRollout(600_000));
        var back = connect();

        back.send(versions.build());

        var answer = back.next();
        assertThat(names(answer)).containsExactly("judge");
        back.send(delta(CLUSTERS).setResponseNonce(answer.getNonce()).build());
        assertThat(back.next().getRemovedResourcesList()).containsExactly("quotes.edge.canary", "quotes.edge.control");
    }

    @Test
    void clientThatComesBack_withWhatThereIs_isSentNothing() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        var quotes = client.next().getResources(0);
        var back = connect();

        back.send(subscribe(ENDPOINTS, "quotes.edge").toBuilder()
                .putInitialResourceVersions("quotes.edge", quotes.getVersion())
                .build());
        back.send(subscribe(ROUTES, "gateway"));

        assertThat(back.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    @Test
    void subscription_isHonoured_whateverResponseItAnswers() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        client.next();

        client.send(subscribe(ENDPOINTS, "eth-rpc.edge").toBuilder()
                .setResponseNonce("stale")
                .build());

        assertThat(names(client.next())).containsExactly("eth-rpc.edge");
    }

    @Test
    void clientThatHasYetToAnswer_isToldTheNewestAlone_onceItDid() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        var first = client.next();
        publisher.publish(topology(500_000, true));
        publisher.publish(topology(400_000, true));

        acknowledge(first);

        var newest = connect();
        newest.send(subscribe(ENDPOINTS, "quotes.edge"));
        assertThat(client.next().getResourcesList()).isEqualTo(newest.next().getResourcesList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "type.googleapis.com/envoy.service.runtime.v3.Runtime",
                "type.googleapis.com/envoy.config.route.v3.VirtualHost",
                "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret",
                "type.googleapis.com/of.nobody.v9.Nothing"
            })
    void typeThatWeDoNotHave_isNotAnswered_andTheOthersLiveOn(String type) throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(subscribe(type, "something"));
        client.send(delta(type).build());
        client.send(subscribe(ROUTES, "gateway"));

        assertThat(client.next().getTypeUrl()).isEqualTo(ROUTES);
    }

    /** Envoy warms a changed cluster until it is sent its endpoints. */
    @Test
    void changedCluster_isFollowedByItsEndpoints_thoughTheyAreTheSame() throws Exception {
        publisher.publish(topology(600_000, true));
        client.send(delta(CLUSTERS).build());
        acknowledge(client.next());
        client.send(subscribe(ENDPOINTS, "quotes.edge"));
        var endpoints = client.next();
        acknowledge(endpoints);
        awaitAcknowledged(2);

        connectSeconds.set(2);
        publisher.publish(topology(600_000, true));

        assertThat(client.next().getTypeUrl()).isEqualTo(CLUSTERS);
        assertThat(client.next().getResourcesList()).isEqualTo(endpoints.getResourcesList());
    }

    @Test
    void listenerAlone_comesByItsName() throws Exception {
        publisher.publish(topology(600_000, true));

        client.send(subscribe(LISTENERS, "gateway"));

        assertThat(names(client.next())).containsExactly("gateway");
    }

    @Test
    void streamOfOneType_needsNoType() throws Exception {
        publisher.publish(noRollout(600_000));
        var clusters = new Asking<DeltaDiscoveryRequest, DeltaDiscoveryResponse>(
                ClusterDiscoveryServiceGrpc.newStub(server.channel)::deltaClusters);

        clusters.send(delta("").build());

        assertThat(names(clusters.next())).contains("quotes.edge");
    }

    private void acknowledge(DeltaDiscoveryResponse answer) {
        acknowledge(answer.getTypeUrl(), answer.getNonce());
    }

    private void acknowledge(String type, String nonce) {
        client.send(delta(type).setResponseNonce(nonce).build());
    }

    /** The requests were taken: what is published now is pushed. */
    /** The server has heard all that was said before: it answers what is asked after it on the same stream. */
    private void awaitHeard(String type, String name) throws Exception {
        client.send(subscribe(type, name));
        var answer = client.next();
        assertThat(answer.getTypeUrl()).isEqualTo(type);
        acknowledge(answer);
    }

    private void awaitAcknowledged(int count) {
        await().until(() -> publisher.gateways().values().stream().anyMatch(sync -> sync.acknowledged() >= count));
    }

    private static DeltaDiscoveryRequest subscribe(String type, String... names) {
        return delta(type).addAllResourceNamesSubscribe(List.of(names)).build();
    }

    private static DeltaDiscoveryRequest unsubscribe(String type, String... names) {
        return delta(type).addAllResourceNamesUnsubscribe(List.of(names)).build();
    }

    private static List<String> names(DeltaDiscoveryResponse answer) {
        return answer.getResourcesList().stream().map(Resource::getName).toList();
    }
}
