package dev.weir.judge.relay.adapter.envoy;

import dev.weir.certificates.ServiceRole;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import dev.weir.xds.adapter.envoy.Asked;
import dev.weir.xds.adapter.envoy.StreamWatch;
import dev.weir.xds.adapter.envoy.XdsHealth;
import dev.weir.xds.adapter.envoy.XdsStreams;
import io.envoyproxy.controlplane.cache.Resources;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;

/**
 * Tells the kept configuration to gateways that start while the control plane is gone or hung, and plans nothing. A gateway that has one keeps it: it is at
 * least as new. Streams end after seconds, as an Envoy goes back to the control plane only with its next stream. Healthy while there is something to tell.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Relay.class.getName());
    private static final Duration STREAM_LIFE = Duration.ofSeconds(3);
    private static final Duration STREAM_GRACE = Duration.ofMillis(100);
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final int MAX_CALLS_PER_CONNECTION = 100;

    private final KeptConfiguration kept;
    private final Server server;
    private final Counter served;

    private Relay(InetSocketAddress address, Optional<ServiceTls> tls, KeptConfiguration kept, MeterRegistry meters)
            throws IOException {
        this.kept = kept;
        this.served = Counter.builder("weir_judge_relay_served")
                .description(
                        "gateways that started while the control plane did not answer, and were told the kept configuration")
                .register(meters);
        var streams = new XdsStreams(
                gateway -> kept.newest().map(newest -> newest.told().snapshot()).orElse(null), new Newcomers());
        Gauge.builder("weir_judge_relay_age_seconds", kept, Relay::ageSeconds)
                .description(
                        "how old the kept configuration is; 0 while the control plane tells it, no number without one")
                .strongReference(true)
                .register(meters);
        Gauge.builder("weir_judge_relay_streams", streams, XdsStreams::count)
                .description("gateways that are told the kept configuration now")
                .strongReference(true)
                .register(meters);
        var builder = NettyServerBuilder.forAddress(address)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .maxConnectionAge(STREAM_LIFE.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAgeGrace(STREAM_GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .addService(new XdsHealth(() -> kept.newest().isPresent()));
        streams.services().forEach(builder::addService);
        tls.ifPresent(certified -> builder.sslContext(certified.server(Set.of(ServiceRole.GATEWAY))));
        this.server = builder.build().start();
    }

    /** In plain text. @throws IOException where the port is taken */
    public static Relay start(InetSocketAddress address, KeptConfiguration kept, MeterRegistry meters)
            throws IOException {
        return start(address, Optional.empty(), kept, meters);
    }

    /** @param tls then gateways alone are told @throws IOException where the port is taken */
    public static Relay start(
            InetSocketAddress address, Optional<ServiceTls> tls, KeptConfiguration kept, MeterRegistry meters)
            throws IOException {
        return new Relay(address, tls, kept, meters);
    }

    int port() {
        return server.getPort();
    }

    /** No number where there is nothing to tell. */
    private static double ageSeconds(KeptConfiguration kept) {
        return kept.age().map(age -> age.toMillis() / 1e3).orElse(Double.NaN);
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private final class Newcomers implements StreamWatch {
        @Override
        public boolean asked(long stream, Asked asked) {
            if (asked.begins() && asked.typeUrl().equals(Resources.V3.LISTENER_TYPE_URL)) {
                kept.newest().ifPresent(configuration -> told(asked.client(), configuration));
            }
            return !asked.returns();
        }

        private void told(String gateway, Configuration configuration) {
            served.increment();
            LOG.warning("gateway '" + gateway
                    + "' starts, and the control plane does not answer it: it is told the configuration of "
                    + configuration.at() + ", "
                    + kept.age().orElse(Duration.ZERO).toSeconds() + " s old");
        }

        @Override
        public void closed(long stream) {}
    }
}
