package dev.weir.node.trace.adapter.otlp;

import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A span for each call that comes with one which is kept ({@code traceparent}, W3C); the node begins no trace of its own. Says which node, which method and
 * which status: no path, no header, no caller. Where the collector is gone or hangs spans are dropped, and no call waits. Any thread.
 */
public final class Traces implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_WAITING = 1_024;

    private static final TextMapGetter<NodeCall> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(NodeCall call) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable NodeCall call, String name) {
            return call == null ? null : call.header().apply(name).orElse(null);
        }
    };

    private final Optional<SdkTracerProvider> provider;
    private final String node;

    private Traces(Optional<SdkTracerProvider> provider, String node) {
        this.provider = provider;
        this.node = node;
    }

    /** @param collector as {@code http://HOST:PORT}; none or a blank one: no spans, and nothing is sent */
    public static Traces to(@Nullable String collector, String node) {
        return new Traces(
                Optional.ofNullable(collector)
                        .map(String::strip)
                        .filter(url -> !url.isEmpty())
                        .map(Traces::provider),
                node);
    }

    private static SdkTracerProvider provider(String collector) {
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(collector.replaceAll("/$", "") + "/v1/traces")
                .setTimeout(PATIENCE)
                .build();
        return SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "node-agent")))
                .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(EVERY)
                        .setMaxQueueSize(MOST_WAITING)
                        .build())
                .build();
    }

    /** The same endpoint, with spans where there is a collector. */
    public Endpoint of(Endpoint endpoint) {
        return provider.map(given -> given.get("node-agent"))
                .<Endpoint>map(tracer -> call -> answer(tracer, call, endpoint))
                .orElse(endpoint);
    }

    private Answer answer(Tracer tracer, NodeCall call, Endpoint endpoint) throws InterruptedException {
        var span = tracer.spanBuilder("call")
                .setParent(W3CTraceContextPropagator.getInstance().extract(Context.root(), call, HEADERS))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("weir.node", node)
                .setAttribute("http.request.method", call.method())
                .startSpan();
        try {
            var answer = endpoint.answer(call);
            span.setAttribute("http.response.status_code", answer.status());
            if (answer.status() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            return answer;
        } finally {
            span.end();
        }
    }

    /** What waits is sent, where that takes two seconds at most. */
    @Override
    public void close() {
        provider.ifPresent(SdkTracerProvider::close);
    }
}
