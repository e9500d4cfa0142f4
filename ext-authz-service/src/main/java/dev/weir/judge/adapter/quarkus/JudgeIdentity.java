package dev.weir.judge.adapter.quarkus;

import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import dev.weir.judge.adapter.peers.v2.GrantsGrpc;
import dev.weir.servicetls.adapter.grpc.RoleGuard;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.grpc.health.v1.HealthGrpc;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/**
 * By what this judge and those that dial it know each other, where the settings name it. Then a gateway may ask it, tell it what it logged and send callers to
 * {@code /auth/}, another judge may tell it grants, and neither what the other may. HTTP without TLS stays for health and metrics, and has no {@code /auth/}.
 */
@Singleton
final class JudgeIdentity implements ServerBuilderCustomizer<VertxServerBuilder>, HttpServerOptionsCustomizer {
    private static final Set<ServiceRole> GATEWAYS = Set.of(ServiceRole.GATEWAY);
    private static final Set<ServiceRole> CALLERS = Set.of(ServiceRole.GATEWAY, ServiceRole.JUDGE);
    private static final int MISDIRECTED = 421;
    /** Before anything answers. */
    private static final int FIRST = 1_000;

    private final Optional<ServiceTls> tls;

    @Inject
    JudgeIdentity(Settings settings) {
        this.tls = ServiceTls.of(ServiceRole.JUDGE, settings.tlsCert(), settings.tlsKey(), settings.tlsCa());
    }

    /** @throws IllegalArgumentException where the settings do not belong together, or the files are not good */
    static void check(Config config) {
        IdentityFiles.of(
                        ServiceRole.JUDGE,
                        config.getOptionalValue("weir.tls-cert", Path.class),
                        config.getOptionalValue("weir.tls-key", Path.class),
                        config.getOptionalValue("weir.tls-ca", Path.class))
                .ifPresent(files -> files.read(InstantSource.system().instant()));
    }

    /** Empty: plain text, and nobody is asked who he is. */
    Optional<ServiceTls> tls() {
        return tls;
    }

    @Override
    public void customize(GrpcServerConfiguration config, VertxServerBuilder builder) {
        tls.ifPresent(certified -> {
            builder.nettyBuilder().sslContext(certified.server(CALLERS));
            builder.intercept(new RoleGuard(Map.of(
                    AuthorizationGrpc.SERVICE_NAME, GATEWAYS,
                    AccessLogServiceGrpc.SERVICE_NAME, GATEWAYS,
                    GrantsGrpc.SERVICE_NAME, Set.of(ServiceRole.JUDGE),
                    HealthGrpc.SERVICE_NAME, CALLERS)));
        });
    }

    /** Quarkus starts this server where the files are named; what it shows and believes are ours, which change with the files. */
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        tls.ifPresent(certified -> options.setKeyCertOptions(KeyCertOptions.wrap(certified.keys()))
                .setTrustOptions(TrustOptions.wrap(certified.believing(GATEWAYS)))
                .setClientAuth(ClientAuth.REQUIRED));
    }

    void guard(@Observes Filters filters) {
        if (tls.isPresent()) {
            filters.register(
                    call -> {
                        if (!call.request().isSSL() && call.normalizedPath().startsWith("/auth")) {
                            call.response()
                                    .setStatusCode(MISDIRECTED)
                                    .end(
                                            "Sign-in is served over TLS, to gateways: WEIR_AUTH_PORT is to be QUARKUS_HTTP_SSL_PORT.\n");
                        } else {
                            call.next();
                        }
                    },
                    FIRST);
        }
    }

    @PreDestroy
    void close() {
        tls.ifPresent(ServiceTls::close);
    }
}
