package dev.weir.controlplane.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Prometheus and a supervisor read of a running control plane. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
@Timeout(60)
class MetricsTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final int httpPort;
    private final int xdsPort;

    @Inject
    MetricsTest(
            @ConfigProperty(name = "quarkus.http.port") int httpPort,
            @ConfigProperty(name = "weir.xds-port") int xdsPort) {
        this.httpPort = httpPort;
        this.xdsPort = xdsPort;
    }

    @Test
    void metrics_countWhatWasDroppedFailedAndPushed_byConfiguredNamesOnly() throws Exception {
        log("the-log-of-a-stranger");

        assertThat(get("/metrics").lines())
                .contains(
                        "weir_controlplane_attempts_dropped_total 0.0",
                        "weir_controlplane_load_reports_malformed_total 0.0",
                        "weir_controlplane_log_entries_malformed_total 1.0",
                        "weir_controlplane_log_entries_repeated_total 0.0",
                        "weir_controlplane_segment_windows_dropped_total 0.0",
                        "weir_controlplane_ticks_failed_total 0.0",
                        "weir_controlplane_weight_pushes_total{api=\"eth-rpc\"} 0.0",
                        "weir_controlplane_weight_pushes_total{api=\"quotes\"} 0.0",
                        "weir_controlplane_weight_pushes_total{api=\"fast-quotes\"} 0.0")
                .noneMatch(line -> line.contains("stranger"));
    }

    @Test
    void metrics_showTheView() throws Exception {
        assertThat(get("/metrics").lines())
                .contains(
                        "weir_controlplane_frozen 0.0",
                        "weir_controlplane_rollout_stage{kind=\"model\",stage=\"canary_10\"} 0.0",
                        "weir_controlplane_artifact_in_force{kind=\"network\"} 0.0");
    }

    @Test
    void liveness_namesTheWeightLoop() throws Exception {
        assertThat(get("/health/live")).contains("\"name\": \"weight-loop\"").contains("\"status\": \"UP\"");
    }

    /** One entry in a log of that name; returns once the server has taken it. */
    private void log(String name) throws InterruptedException {
        var channel = NettyChannelBuilder.forAddress("127.0.0.1", xdsPort)
                .usePlaintext()
                .build();
        var taken = new CountDownLatch(1);
        var stream = AccessLogServiceGrpc.newStub(channel).streamAccessLogs(new StreamObserver<>() {
            @Override
            public void onNext(StreamAccessLogsResponse answer) {}

            @Override
            public void onError(Throwable broken) {}

            @Override
            public void onCompleted() {
                taken.countDown();
            }
        });
        stream.onNext(StreamAccessLogsMessage.newBuilder()
                .setIdentifier(StreamAccessLogsMessage.Identifier.newBuilder().setLogName(name))
                .setHttpLogs(StreamAccessLogsMessage.HTTPAccessLogEntries.newBuilder()
                        .addLogEntry(HTTPAccessLogEntry.getDefaultInstance()))
                .build());
        stream.onCompleted();
        assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
        channel.shutdownNow();
    }

    private String get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
