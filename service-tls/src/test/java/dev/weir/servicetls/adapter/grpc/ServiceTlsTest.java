package dev.weir.servicetls.adapter.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.certificates.CertificateFault;
import dev.weir.certificates.ServiceRole;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real gRPC servers and clients on loopback. */
final class ServiceTlsTest {
    @TempDir
    private Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private IdentityFolder judge;
    private ServiceTls judgeTls;
    private int port;

    @BeforeEach
    void start() throws IOException {
        judge = IdentityFolder.of(folder.resolve("judge"), ServiceRole.JUDGE);
        judgeTls = watching(judge);
        port = server(Optional.of(judgeTls.server(Set.of(ServiceRole.GATEWAY))));
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private ServiceTls watching(IdentityFolder of) {
        var tls = ServiceTls.watching(of.files(), InstantSource.system());
        open.add(tls);
        return tls;
    }

    private int server(Optional<SslContext> context) throws IOException {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(new HealthStatusManager().getHealthService());
        context.ifPresent(builder::sslContext);
        Server server = builder.build().start();
        open.add(server::shutdownNow);
        return server.getPort();
    }

    private SslContext gateway() throws IOException {
        return watching(IdentityFolder.of(folder.resolve("gateway"), ServiceRole.GATEWAY))
                .client(ServiceRole.JUDGE);
    }

    private ManagedChannel channel(int to, Optional<SslContext> context) {
        var builder = NettyChannelBuilder.forAddress("127.0.0.1", to);
        context.ifPresentOrElse(builder::sslContext, builder::usePlaintext);
        var channel = builder.build();
        open.add(channel::shutdownNow);
        return channel;
    }

    private static ServingStatus asked(ManagedChannel channel) {
        return HealthGrpc.newBlockingStub(channel)
                .withDeadlineAfter(20, TimeUnit.SECONDS)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus();
    }

    private ServingStatus asked(SslContext context) {
        return asked(channel(port, Optional.of(context)));
    }

    /** Of all that led to the refusal, in a line. */
    private String refusal(int to, Optional<SslContext> context) {
        try {
            asked(channel(to, context));
            throw new AssertionError("was answered");
        } catch (StatusRuntimeException e) {
            var said = new StringBuilder(e.getStatus().getCode() + ":");
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                said.append(' ').append(cause.getMessage());
            }
            return said.toString();
        }
    }

    @Test
    void gateway_isAnswered() throws IOException {
        assertThat(asked(gateway())).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void callerWithoutACertificate_isRefused() throws IOException {
        var context = GrpcSslContexts.forClient()
                .trustManager(watching(judge).believing(Set.of(ServiceRole.JUDGE)))
                .build();

        assertThat(refusal(port, Optional.of(context)))
                .startsWith("UNAVAILABLE:")
                .contains("certificate");
    }

    @Test
    void callerOfAnotherAuthority_isRefused() throws IOException {
        var stranger = IdentityFolder.of(folder.resolve("stranger"), ServiceRole.GATEWAY);
        var other = IdentityFolder.authority("another");
        stranger.put(IdentityFolder.issued(other, ServiceRole.GATEWAY));
        stranger.believe(other, IdentityFolder.AUTHORITY);

        assertThat(refusal(port, Optional.of(watching(stranger).client(ServiceRole.JUDGE))))
                .startsWith("UNAVAILABLE:")
                .contains("certificate_unknown");
    }

    @Test
    void callerWhoseCertificateEnded_isRefused() throws IOException {
        var old = IdentityFolder.of(folder.resolve("old"), ServiceRole.GATEWAY);
        var then = Instant.now().minus(Duration.ofDays(2));
        old.put(IdentityFolder.AUTHORITY.issue(
                List.of(ServiceRole.GATEWAY.uri()), then, then.plus(Duration.ofDays(1))));
        assertThatThrownBy(() -> watching(old))
                .isInstanceOf(CertificateFault.class)
                .hasMessageContaining("ended at");
        // Its own clock is behind.
        var tls = ServiceTls.watching(old.files(), InstantSource.fixed(then));
        open.add(tls);

        assertThat(refusal(port, Optional.of(tls.client(ServiceRole.JUDGE)))).startsWith("UNAVAILABLE:");
    }

    @Test
    void callerOfAnotherRole_isRefused() throws IOException {
        var limiter = watching(IdentityFolder.of(folder.resolve("limiter"), ServiceRole.RATELIMIT));

        assertThat(refusal(port, Optional.of(limiter.client(ServiceRole.JUDGE))))
                .startsWith("UNAVAILABLE:");
    }

    @Test
    void serverOfAnotherRole_isRefused_andItSaysSo() throws IOException {
        var gateway = watching(IdentityFolder.of(folder.resolve("gateway"), ServiceRole.GATEWAY));

        assertThat(refusal(port, Optional.of(gateway.client(ServiceRole.CONTROL_PLANE))))
                .startsWith("UNAVAILABLE:")
                .contains("expected a certificate of control-plane, and this one is of judge");
    }

    @Test
    void plainTextToAPortOfTls_isRefused() {
        assertThat(refusal(port, Optional.empty())).startsWith("UNAVAILABLE:");
    }

    @Test
    void tlsToAPlainPort_isRefused() throws IOException {
        assertThat(refusal(server(Optional.empty()), Optional.of(gateway()))).startsWith("UNAVAILABLE:");
    }

    @Test
    void replacedCertificate_isShownToWhoComesNext_andHalfAPairIsNot() throws IOException {
        var gateway = gateway();
        var standing = channel(port, Optional.of(gateway));
        asked(standing);
        var fresh = IdentityFolder.issued(IdentityFolder.AUTHORITY, ServiceRole.JUDGE);
        var said = new Said();

        IdentityFolder.move(judge.files().certificate(), fresh.chainPem());
        await().until(() -> judgeTls.fault().contains("is the key of another certificate"));
        judgeTls.refresh();
        assertThat(said.lines).hasSize(1);
        assertThat(asked(gateway)).isEqualTo(ServingStatus.SERVING);

        IdentityFolder.move(judge.files().key(), fresh.keyPem());
        await().until(() -> judgeTls.fault().isEmpty());
        assertThat(judgeTls.keys().getCertificateChain(judgeTls.keys().getServerAliases("EC", null)[0]))
                .containsExactly(fresh.chain().getFirst());
        assertThat(asked(gateway)).isEqualTo(ServingStatus.SERVING);
        assertThat(asked(standing)).isEqualTo(ServingStatus.SERVING);
        said.close();
    }

    @Test
    void callerOfAReplacedAuthority_isRefusedAtItsNextConnection() throws IOException {
        var gateway = gateway();
        assertThat(asked(gateway)).isEqualTo(ServingStatus.SERVING);
        var next = IdentityFolder.authority("the next");
        judge.believe(IdentityFolder.AUTHORITY, next);
        judge.put(IdentityFolder.issued(next, ServiceRole.JUDGE));
        judge.believe(next);

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(refusal(port, Optional.of(anyServer(gateway))))
                        .startsWith("UNAVAILABLE:"));
    }

    /** A client that has the old authority's certificate, and does not mind who the server is. */
    private SslContext anyServer(SslContext gateway) throws IOException {
        assertThat(gateway.isClient()).isTrue();
        var identity = watching(new IdentityFolder(folder.resolve("gateway"), ServiceRole.GATEWAY));
        return GrpcSslContexts.forClient()
                .keyManager(identity.keys())
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
    }

    @Test
    void callerThatResumesItsSession_isRefusedOnceItsAuthorityIsNotBelieved() throws Exception {
        var identity = watching(IdentityFolder.of(folder.resolve("gateway"), ServiceRole.GATEWAY));
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(
                new KeyManager[] {identity.keys()},
                new TrustManager[] {identity.believing(Set.of(ServiceRole.JUDGE))},
                null);
        assertThat(letIn(context)).isTrue();
        var next = IdentityFolder.authority("the next");
        judge.believe(next);
        judge.put(IdentityFolder.issued(next, ServiceRole.JUDGE));
        // The client would believe the new server, so that it is the server that refuses.
        new IdentityFolder(folder.resolve("gateway"), ServiceRole.GATEWAY).believe(IdentityFolder.AUTHORITY, next);
        judgeTls.refresh();

        await().atMost(Duration.ofSeconds(10)).until(() -> !letIn(context));
    }

    /** Whether the server lets it in: in TLS 1.3 a client knows only by what comes after its handshake. */
    private boolean letIn(SSLContext context) {
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(5_000);
            socket.startHandshake();
            // A server of HTTP/2 speaks first: its settings.
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void serviceOfAPort_isForThoseRolesThatItNames_andElseForNobody() throws IOException {
        var both = judgeTls.server(Set.of(ServiceRole.GATEWAY, ServiceRole.JUDGE));
        var health = HealthGrpc.SERVICE_NAME;
        port = guarded(both, Map.of(health, Set.of(ServiceRole.JUDGE)));
        var gateway = gateway();

        assertThat(refusal(port, Optional.of(gateway)))
                .isEqualTo("PERMISSION_DENIED: PERMISSION_DENIED: grpc.health.v1.Health is for a certificate of judge");
        assertThat(asked(judgeTls.client(ServiceRole.JUDGE))).isEqualTo(ServingStatus.SERVING);

        port = guarded(both, Map.of());
        assertThat(refusal(port, Optional.of(gateway)))
                .isEqualTo("PERMISSION_DENIED: PERMISSION_DENIED: grpc.health.v1.Health is for nobody");

        port = guarded(null, Map.of(health, Set.of(ServiceRole.GATEWAY)));
        assertThat(refusal(port, Optional.empty())).startsWith(Status.Code.PERMISSION_DENIED.name());
    }

    private int guarded(@Nullable SslContext context, Map<String, Set<ServiceRole>> callers) throws IOException {
        var builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .intercept(new RoleGuard(callers))
                .addService(new HealthStatusManager().getHealthService());
        if (context != null) {
            builder.sslContext(context);
        }
        Server server = builder.build().start();
        open.add(server::shutdownNow);
        return server.getPort();
    }

    @Test
    void whoDialsAgainAndAgain_keepsNothingMoreOfIt() {
        assertThat(judgeTls.believing(Set.of(ServiceRole.GATEWAY)))
                .isSameAs(judgeTls.believing(Set.of(ServiceRole.GATEWAY)));
    }

    @Test
    void filesThatVanish_changeNothing() throws IOException {
        Files.delete(judge.files().key());
        judgeTls.refresh();

        assertThat(judgeTls.fault()).contains("tls.key does not exist");
        assertThat(asked(gateway())).isEqualTo(ServingStatus.SERVING);
        assertThat(judgeTls.left()).isPositive();
    }

    /** What is logged meanwhile. */
    private static final class Said extends Handler implements AutoCloseable {
        final List<String> lines = new ArrayList<>();
        private final Logger logger = Logger.getLogger(ServiceTls.class.getName());

        Said() {
            logger.setLevel(Level.WARNING);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
            logger.setLevel(null);
        }
    }
}
