package dev.weir.it.endings;

import dev.weir.certificates.ServiceRole;
import dev.weir.cli.ServiceCertificates;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import dev.weir.topology.ServiceAddresses;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * By what a rig's Envoy and services know each other. With certificates their connections are short, so that there are always new ones.
 *
 * @param made empty: plain text
 * @param shown what the server of a role shows; a role that is not here serves in plain text
 */
record RigIdentities(Optional<ServiceCertificates> made, Map<ServiceRole, ServiceTls> shown) implements AutoCloseable {
    static final RigIdentities NONE = new RigIdentities(Optional.empty(), Map.of());
    private static final Duration LIFE = Duration.ofDays(3);

    /** Made by {@code ./weir certs --services}, for all. */
    static RigIdentities in(Path folder) throws IOException {
        var made = ServiceCertificates.here(folder);
        made.make(Instant.now(), LIFE, false);
        return new RigIdentities(
                Optional.of(made),
                Map.of(
                        ServiceRole.CONTROL_PLANE, watching(made, ServiceRole.CONTROL_PLANE),
                        ServiceRole.JUDGE, watching(made, ServiceRole.JUDGE),
                        ServiceRole.RATELIMIT, watching(made, ServiceRole.RATELIMIT)));
    }

    private static ServiceTls watching(ServiceCertificates made, ServiceRole role) {
        return ServiceTls.watching(made.files(role), InstantSource.system());
    }

    /** The same, but for what the judge's server shows. */
    RigIdentities withJudge(Optional<ServiceTls> other) {
        var all = new HashMap<>(shown);
        all.remove(ServiceRole.JUDGE);
        other.ifPresent(tls -> all.put(ServiceRole.JUDGE, tls));
        return new RigIdentities(made, Map.copyOf(all));
    }

    void renew() throws IOException {
        made.orElseThrow().make(Instant.now(), LIFE, true);
    }

    ServiceAddresses into(ServiceAddresses services) {
        return made.map(certificates -> services.with(certificates.gateways())).orElse(services);
    }

    Optional<ServiceTls> of(ServiceRole role) {
        return Optional.ofNullable(shown.get(role));
    }

    NettyServerBuilder serve(NettyServerBuilder server, ServiceRole role) {
        of(role).ifPresent(tls -> server.sslContext(tls.server(Set.of(ServiceRole.GATEWAY)))
                .maxConnectionAge(400, TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(5, TimeUnit.SECONDS));
        return server;
    }

    @Override
    public void close() {
        shown.values().forEach(ServiceTls::close);
    }
}
