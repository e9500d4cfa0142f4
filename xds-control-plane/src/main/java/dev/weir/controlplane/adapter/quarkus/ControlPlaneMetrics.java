package dev.weir.controlplane.adapter.quarkus;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.adapter.envoy.AdsPublisher;
import dev.weir.controlplane.adapter.envoy.XdsServer;
import dev.weir.controlplane.adapter.file.EdgeCertificates;
import dev.weir.controlplane.adapter.file.ParquetSegments;
import dev.weir.controlplane.config.ConfigBook;
import dev.weir.controlplane.loop.GatewayLoop;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.view.CertificateView;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What Prometheus reads: what was dropped, what failed, what was pushed. Labels are names of the configuration only, so that no log entry and
 * no caller can add a series. The registry holds what it counts weakly: its owner must keep it.
 */
final class ControlPlaneMetrics {
    private final MeterRegistry registry;

    ControlPlaneMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void attempts(AttemptQueue attempts) {
        count("attempts_dropped", "log entries that the weight loop did not get to", attempts, AttemptQueue::dropped);
    }

    void logs(XdsServer server) {
        count("log_entries_malformed", "log entries not as expected", server, XdsServer::malformedEntries);
        count("log_entries_repeated", "attempts that were logged before", server, XdsServer::repeatedEntries);
        count("load_reports_malformed", "load reports that cannot be read", server, XdsServer::malformedReports);
    }

    void segments(ParquetSegments segments) {
        count("segment_windows_dropped", "telemetry windows not kept", segments, ParquetSegments::dropped);
    }

    /** By the first host of each; also called where there are others. One that is configured no longer has no number. */
    void certificates(EdgeCertificates certificates) {
        for (var certificate : certificates.view()) {
            var host = certificate.hosts().getFirst();
            Gauge.builder("weir_controlplane_certificate_left_seconds", certificates, each -> left(each, host))
                    .description("until the certificate that callers are shown ends; no number without one")
                    .tag("host", host)
                    .register(registry);
            Gauge.builder(
                            "weir_controlplane_certificate_refused",
                            certificates,
                            each -> shown(each, host)
                                    .map(found -> found.fault().isEmpty() ? 0.0 : 1.0)
                                    .orElse(0.0))
                    .description("1 where what stands in a certificate's files is not in force")
                    .tag("host", host)
                    .register(registry);
        }
    }

    private static Optional<CertificateView> shown(EdgeCertificates certificates, String host) {
        return certificates.view().stream()
                .filter(each -> each.hosts().getFirst().equals(host))
                .findFirst();
    }

    private static double left(EdgeCertificates certificates, String host) {
        return shown(certificates, host)
                .flatMap(CertificateView::ends)
                .map(end -> Duration.between(Instant.now(), end).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    void ticks(Round ticks) {
        count("ticks_failed", "rounds of the weight loop that failed", ticks, Round::failed);
        Gauge.builder(
                        "weir_controlplane_tick_age_seconds",
                        ticks,
                        each -> each.sinceGood().toMillis() / 1e3)
                .description("time since the last good round of the weight loop")
                .register(registry);
    }

    void follow(WeirConfig config, GatewayLoop loop, EdgeCertificates certificates) {
        pushes(loop, config);
        certificates(certificates);
    }

    void config(ConfigBook book) {
        Gauge.builder(
                        "weir_controlplane_config_version",
                        book,
                        each -> each.inForce().number())
                .description("the version of the configuration in force")
                .register(registry);
        Gauge.builder(
                        "weir_controlplane_config_file_refused",
                        book,
                        each -> each.trouble().isEmpty() ? 0 : 1)
                .description(
                        "1 where the gateway's own file was bad when this process started, so that an earlier version is in force")
                .register(registry);
    }

    /** The same work, timed. */
    Runnable timed(Runnable tick) {
        return Timer.builder("weir_controlplane_tick_duration")
                .description("one round of the weight loop")
                .register(registry)
                .wrap(tick);
    }

    void streams(AdsPublisher publisher) {
        Gauge.builder("weir_controlplane_xds_streams", publisher, AdsPublisher::streams)
                .description("open streams of gateways and judges")
                .register(registry);
    }

    /** Also called where there are other APIs; those that are counted already are left as they are. */
    void pushes(GatewayLoop loop, WeirConfig config) {
        for (var api : config.apis()) {
            FunctionCounter.builder("weir_controlplane_weight_pushes", loop, each -> each.pushes(api.name()))
                    .description("times that the gateways were told new endpoints or weights of an API")
                    .tag("api", api.name().value())
                    .register(registry);
        }
    }

    private <T> void count(String name, String what, T counted, ToDoubleFunction<T> count) {
        FunctionCounter.builder("weir_controlplane_" + name, counted, count)
                .description(what)
                .register(registry);
    }
}
