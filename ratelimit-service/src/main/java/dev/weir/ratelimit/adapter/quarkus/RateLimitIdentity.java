package dev.weir.ratelimit.adapter.quarkus;

import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.quarkus.grpc.api.ServerBuilderCustomizer;
import io.quarkus.grpc.runtime.config.GrpcServerConfiguration;
import io.vertx.grpc.VertxServerBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** By what this service and the gateways that ask it know each other, where the settings name it. */
@Singleton
final class RateLimitIdentity implements ServerBuilderCustomizer<VertxServerBuilder> {
    private final Optional<ServiceTls> tls;

    @Inject
    RateLimitIdentity(RateLimitConfig config) {
        this.tls = ServiceTls.of(ServiceRole.RATELIMIT, config.tlsCert(), config.tlsKey(), config.tlsCa());
    }

    /** @throws IllegalArgumentException where the settings do not belong together, or the files are not good */
    static void check(Config config) {
        IdentityFiles.of(
                        ServiceRole.RATELIMIT,
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
        tls.ifPresent(certified -> builder.nettyBuilder().sslContext(certified.server(Set.of(ServiceRole.GATEWAY))));
    }

    @PreDestroy
    void close() {
        tls.ifPresent(ServiceTls::close);
    }
}
