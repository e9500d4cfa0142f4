package dev.weir.node.metrics.adapter.micrometer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.node.heartbeat.HeartbeatReply;
import dev.weir.node.heartbeat.port.HeartbeatTaker;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import dev.weir.observe.adapter.micrometer.ResidentMemory;
import dev.weir.observe.adapter.micrometer.WeirMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/** Counts and times what a node does, and answers Prometheus. Labels are of closed sets: they name no caller. Any thread. */
public final class NodeMetrics implements Endpoint {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> heartbeats;
    private final InstantSource clock;
    private volatile Instant accepted;

    /**
     * @param inFlight calls inside, waiting ones too
     * @param capacity calls that are served at once
     */
    public NodeMetrics(IntSupplier inFlight, IntSupplier capacity, InstantSource clock) {
        this.clock = clock;
        this.accepted = clock.instant();
        registry.config().meterFilter(new WeirMeters());
        List.<MeterBinder>of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics(),
                        new ResidentMemory())
                .forEach(binder -> binder.bindTo(registry));
        requests = Timer.builder("weir_node_request_duration")
                .description("calls that the node answered, by API and kind of status")
                .withRegistry(registry);
        heartbeats = Counter.builder("weir_node_heartbeats")
                .description("heartbeats, by how they fared")
                .withRegistry(registry);
        List.of("accepted", "refused", "unreachable").forEach(result -> heartbeats.withTag("result", result));
        gauge("weir_node_calls_in_flight", "calls inside, waiting ones too", inFlight);
        gauge("weir_node_calls_capacity", "calls that are served at once", capacity);
        Gauge.builder("weir_node_heartbeat_age_seconds", this, NodeMetrics::sinceAccepted)
                .description("time since a heartbeat was accepted, or since the start")
                .register(registry);
    }

    private void gauge(String name, String what, IntSupplier value) {
        Gauge.builder(name, value::getAsInt).description(what).register(registry);
    }

    private double sinceAccepted() {
        return Duration.between(accepted, clock.instant()).toMillis() / 1e3;
    }

    /** The same endpoint, counted and timed. @param api of a path, of a closed set */
    public Endpoint timed(UnaryOperator<String> api, Endpoint endpoint) {
        return call -> {
            long began = System.nanoTime();
            var answer = endpoint.answer(call);
            requests.withTags("api", api.apply(call.path()), "status", answer.status() / 100 + "xx")
                    .record(Duration.ofNanos(System.nanoTime() - began));
            return answer;
        };
    }

    /** The same taker, its replies counted. */
    public HeartbeatTaker counted(HeartbeatTaker taker) {
        return heartbeat -> {
            var reply = taker.send(heartbeat);
            heartbeats.withTag("result", count(reply)).increment();
            return reply;
        };
    }

    private String count(HeartbeatReply reply) {
        return switch (reply) {
            case HeartbeatReply.Accepted() -> {
                accepted = clock.instant();
                yield "accepted";
            }
            case HeartbeatReply.Refused _ -> "refused";
            case HeartbeatReply.Unreachable _ -> "unreachable";
        };
    }

    @Override
    public Answer answer(NodeCall call) {
        return new Answer(200, TEXT, registry.scrape().getBytes(UTF_8), Map.of()).with("Cache-Control", "no-store");
    }
}
