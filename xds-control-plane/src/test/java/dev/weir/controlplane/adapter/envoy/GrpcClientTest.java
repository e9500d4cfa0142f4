package dev.weir.controlplane.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Any;
import com.google.protobuf.UInt32Value;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.xds.adapter.envoy.ContentSnapshot;
import dev.weir.xds.adapter.envoy.XdsResources;
import dev.weir.xds.adapter.envoy.XdsStreams;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.config.core.v3.AggregatedConfigSource;
import io.envoyproxy.envoy.config.core.v3.ConfigSource;
import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.listener.v3.ApiListener;
import io.envoyproxy.envoy.config.listener.v3.Listener;
import io.envoyproxy.envoy.config.route.v3.RouteConfiguration;
import io.envoyproxy.envoy.extensions.filters.http.router.v3.Router;
import io.envoyproxy.envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.NameResolverRegistry;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.xds.XdsNameResolverProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** grpc-java's own xDS client at our streams: it asks for each resource by name, where Envoy asks for all. */
@Timeout(60)
final class GrpcClientTest {
    private static final ConfigSource ADS = ConfigSource.newBuilder()
            .setAds(AggregatedConfigSource.getDefaultInstance())
            .build();

    private final AdsPublisher publisher = new AdsPublisher();
    private final AtomicReference<ContentSnapshot> snapshot = new AtomicReference<>();
    private final Server target = NettyServerBuilder.forAddress(
                    new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create())
            .addService(new HealthStatusManager().getHealthService())
            .build();
    private final List<Runnable> ends = new ArrayList<>();

    @AfterEach
    void stop() {
        ends.forEach(Runnable::run);
        target.shutdownNow();
    }

    @Test
    void client_findsItsServer_byListenerRoutesClusterAndEndpoints() throws Exception {
        target.start();
        snapshot.set(ContentSnapshot.of(new XdsResources(
                List.of(listener()), List.of(routes()), List.of(cluster()), List.of(endpoints(target.getPort())))));
        var streams = new XdsStreams(gateway -> snapshot.get(), new SyncLog());
        var builder = NettyServerBuilder.forAddress(
                new InetSocketAddress("127.0.0.1", 0), InsecureServerCredentials.create());
        streams.services().forEach(builder::addService);
        var server = builder.build().start();
        try {
            assertThat(check(connect(server.getPort(), "greeter"))).isEqualTo(ServingStatus.SERVING);
        } finally {
            server.shutdownNow();
        }
    }

    /** The gateway's listener is Envoy's: a client that took its routes would pass the judge by. */
    @Test
    void clientThatAsksForTheGatewaysListener_refusesIt_andIsNotAskedAgainAndAgain() throws Exception {
        publisher.publish(ToldTopologies.topology(600_000, true));
        try (var server = XdsServer.start(
                new InetSocketAddress("127.0.0.1", 0), publisher, new AttemptQueue(), new AccessRing())) {
            assertThat(refusal(connect(server.port(), "gateway"))).contains("gateway");
            await().untilAsserted(() -> assertThat(publisher.gateways().values())
                    .singleElement()
                    .satisfies(sync -> assertThat(sync.lastRefusal())
                            .contains("LDS response Listener 'gateway' validation error")));
        }
    }

    private String refusal(ManagedChannel channel) {
        var refusal = catchThrowableOfType(StatusRuntimeException.class, () -> check(channel));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        return String.valueOf(refusal.getMessage());
    }

    private static ServingStatus check(ManagedChannel channel) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private ManagedChannel connect(int port, String service) {
        var resolver = XdsNameResolverProvider.createForTest(
                "weir" + port,
                Map.of(
                        "xds_servers",
                        List.of(Map.of(
                                "server_uri",
                                "127.0.0.1:" + port,
                                "channel_creds",
                                List.of(Map.of("type", "insecure")),
                                "server_features",
                                List.of("xds_v3"))),
                        "node",
                        Map.of("id", "grpc-client")));
        NameResolverRegistry.getDefaultRegistry().register(resolver);
        var channel = Grpc.newChannelBuilder("weir" + port + ":///" + service, InsecureChannelCredentials.create())
                .build();
        ends.add(channel::shutdownNow);
        ends.add(() -> NameResolverRegistry.getDefaultRegistry().deregister(resolver));
        return channel;
    }

    private static Listener listener() {
        var manager = HttpConnectionManager.newBuilder();
        manager.getRdsBuilder().setConfigSource(ADS).setRouteConfigName("routes-of-greeter");
        manager.addHttpFiltersBuilder().setName("router").setTypedConfig(Any.pack(Router.getDefaultInstance()));
        return Listener.newBuilder()
                .setName("greeter")
                .setApiListener(ApiListener.newBuilder().setApiListener(Any.pack(manager.build())))
                .build();
    }

    private static RouteConfiguration routes() {
        var routes = RouteConfiguration.newBuilder().setName("routes-of-greeter");
        var host = routes.addVirtualHostsBuilder().setName("all").addDomains("*");
        var route = host.addRoutesBuilder();
        route.getMatchBuilder().setPrefix("");
        route.getRouteBuilder().setCluster("greeters");
        return routes.build();
    }

    private static Cluster cluster() {
        var cluster = Cluster.newBuilder().setName("greeters").setType(Cluster.DiscoveryType.EDS);
        cluster.getEdsClusterConfigBuilder().setEdsConfig(ADS);
        return cluster.build();
    }

    private static ClusterLoadAssignment endpoints(int port) {
        var endpoints = ClusterLoadAssignment.newBuilder().setClusterName("greeters");
        var locality = endpoints.addEndpointsBuilder().setLoadBalancingWeight(UInt32Value.of(1));
        locality.getLocalityBuilder().setZone("here");
        locality.addLbEndpointsBuilder()
                .getEndpointBuilder()
                .getAddressBuilder()
                .getSocketAddressBuilder()
                .setAddress("127.0.0.1")
                .setPortValue(port);
        return endpoints.build();
    }
}
