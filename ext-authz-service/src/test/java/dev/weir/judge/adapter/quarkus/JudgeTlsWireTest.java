package dev.weir.judge.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.certificates.ServiceRole;
import dev.weir.judge.adapter.peers.v2.GrantsGrpc;
import dev.weir.judge.adapter.peers.v2.ShareEnded;
import dev.weir.judge.adapter.peers.v2.SharedGrants;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.discovery.v3.AggregatedDiscoveryServiceGrpc;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryRequest;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A judge with a certificate, on its real ports: who may do what. */
@QuarkusTest
@QuarkusTestResource(value = ServiceUnderTest.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = IdentitiesUnderTest.class, restrictToAnnotatedClass = true)
final class JudgeTlsWireTest {
    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    @ConfigProperty(name = "weir.relay-port")
    int relayPort;

    @ConfigProperty(name = "quarkus.http.test-port")
    int httpPort;

    @ConfigProperty(name = "quarkus.http.test-ssl-port", defaultValue = "0")
    int signInPort;

    /** A default, as other tests' services look at the injected fields of this class too. */
    @ConfigProperty(name = "test.identities", defaultValue = "none here")
    String identities = "";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private ServiceTls as(ServiceRole role) {
        var tls = ServiceTls.watching(IdentitiesUnderTest.files(identities, role), InstantSource.system());
        open.add(tls);
        return tls;
    }

    private ManagedChannel dialled(int port, Optional<ServiceTls> tls) {
        var channel = ServiceTls.dial(NettyChannelBuilder.forAddress("127.0.0.1", port), tls, ServiceRole.JUDGE)
                .build();
        open.add(channel::shutdownNow);
        return channel;
    }

    private static Status.Code check(ManagedChannel channel) {
        try {
            AuthorizationGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(EnvoyClient.request("quotes", "GET", "/quotes/BTC", "", "127.0.0.1", ""));
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    /** How a stream ends that says nothing and is closed at once. */
    private static <Q, A> Status.Code ended(Function<StreamObserver<A>, StreamObserver<Q>> call) {
        var end = new CompletableFuture<Status.Code>();
        call.apply(new StreamObserver<>() {
                    @Override
                    public void onNext(A answer) {
                        end.complete(Status.Code.OK);
                    }

                    @Override
                    public void onError(Throwable broken) {
                        end.complete(Status.fromThrowable(broken).getCode());
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.Code.OK);
                    }
                })
                .onCompleted();
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Status.Code share(ManagedChannel channel) {
        return JudgeTlsWireTest.<SharedGrants, ShareEnded>ended(
                answer -> GrantsGrpc.newStub(channel).share(answer));
    }

    private static Status.Code log(ManagedChannel channel) {
        return JudgeTlsWireTest.<StreamAccessLogsMessage, StreamAccessLogsResponse>ended(
                answer -> AccessLogServiceGrpc.newStub(channel).streamAccessLogs(answer));
    }

    @Test
    void gateway_asksAndLogs_andTellsNoGrants() {
        var gateway = dialled(grpcPort, Optional.of(as(ServiceRole.GATEWAY)));

        assertThat(check(gateway)).isEqualTo(Status.Code.OK);
        assertThat(log(gateway)).isEqualTo(Status.Code.OK);
        assertThat(share(gateway)).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void judge_tellsGrants_andNeitherAsksNorLogs() {
        var judge = dialled(grpcPort, Optional.of(as(ServiceRole.JUDGE)));

        assertThat(share(judge)).isEqualTo(Status.Code.OK);
        assertThat(check(judge)).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(log(judge)).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void othersAndWhoHasNoCertificate_areNobody() {
        assertThat(check(dialled(grpcPort, Optional.of(as(ServiceRole.RATELIMIT)))))
                .isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(check(dialled(grpcPort, Optional.empty()))).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void relay_isForGatewaysAlone() {
        assertThat(told(as(ServiceRole.JUDGE))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(told(as(ServiceRole.GATEWAY))).isEqualTo(Status.Code.OK);
    }

    private Status.Code told(ServiceTls tls) {
        return JudgeTlsWireTest.<DiscoveryRequest, DiscoveryResponse>ended(
                answer -> AggregatedDiscoveryServiceGrpc.newStub(dialled(relayPort, Optional.of(tls)))
                        .streamAggregatedResources(answer));
    }

    @Test
    void signIn_isForGatewaysOverTls_andHealthForAll() throws Exception {
        assertThat(get(plain(), "http://127.0.0.1:" + httpPort + "/health/live").statusCode())
                .isEqualTo(200);
        var refused = get(plain(), "http://127.0.0.1:" + httpPort + "/auth/");
        assertThat(refused.statusCode()).isEqualTo(421);
        assertThat(refused.body()).contains("WEIR_AUTH_PORT is to be QUARKUS_HTTP_SSL_PORT");

        var page = "https://127.0.0.1:" + signInPort + "/auth/";
        assertThat(get(over(as(ServiceRole.GATEWAY), true), page).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get(over(as(ServiceRole.GATEWAY), false), page))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(over(as(ServiceRole.RATELIMIT), true), page))
                .isInstanceOf(IOException.class);
    }

    private HttpClient plain() {
        var client = HttpClient.newHttpClient();
        open.add(client);
        return client;
    }

    private HttpClient over(ServiceTls tls, boolean shown) throws GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(
                shown ? new KeyManager[] {tls.keys()} : new KeyManager[0],
                new TrustManager[] {tls.believing(Set.of(ServiceRole.JUDGE))},
                null);
        var client = HttpClient.newBuilder().sslContext(context).build();
        open.add(client);
        return client;
    }

    private static HttpResponse<String> get(HttpClient client, String uri) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .version(HttpClient.Version.HTTP_1_1)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
