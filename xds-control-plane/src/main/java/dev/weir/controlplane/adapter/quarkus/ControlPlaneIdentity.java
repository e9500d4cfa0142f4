package dev.weir.controlplane.adapter.quarkus;

import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceRole;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import dev.weir.topology.GatewayIdentity;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** By what this process and those that dial it know each other, where the settings name it. @param tls empty: plain text, and nobody is asked who he is */
record ControlPlaneIdentity(Optional<ServiceTls> tls) implements AutoCloseable {
    static ControlPlaneIdentity of(Settings settings) {
        return new ControlPlaneIdentity(
                ServiceTls.of(ServiceRole.CONTROL_PLANE, settings.tlsCert(), settings.tlsKey(), settings.tlsCa()));
    }

    static Optional<GatewayIdentity> ofGateways(Settings settings) {
        return settings.gatewayIdentity().map(GatewayIdentity::new);
    }

    /** @throws IllegalArgumentException where the settings do not belong together, or the files are not good */
    static void check(Config config) {
        var files = IdentityFiles.of(
                ServiceRole.CONTROL_PLANE,
                path(config, "weir.tls-cert"),
                path(config, "weir.tls-key"),
                path(config, "weir.tls-ca"));
        var gateways = config.getOptionalValue("weir.gateway-identity", String.class);
        if (files.isPresent() != gateways.isPresent()) {
            throw new IllegalArgumentException(
                    files.isPresent()
                            ? "WEIR_TLS_CERT is set and WEIR_GATEWAY_IDENTITY is not: say in which folder each gateway has its own certificate, such as /etc/weir/tls"
                            : "WEIR_GATEWAY_IDENTITY is set and WEIR_TLS_CERT is not: gateways would show certificates to services that are not known to ask for them");
        }
        gateways.ifPresent(GatewayIdentity::new);
        files.ifPresent(present -> present.read(InstantSource.system().instant()));
    }

    private static Optional<Path> path(Config config, String name) {
        return config.getOptionalValue(name, Path.class);
    }

    @Override
    public void close() {
        tls.ifPresent(ServiceTls::close);
    }
}
