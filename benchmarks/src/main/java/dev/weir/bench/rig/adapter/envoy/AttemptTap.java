package dev.weir.bench.rig.adapter.envoy;

import dev.weir.bench.rig.SeenAttempt;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc.AccessLogServiceImplBase;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Hands the log on to the judge and keeps a note of every attempt, also of those that reached no node: they are what a dead node's share is
 * made of.
 */
final class AttemptTap extends AccessLogServiceImplBase {
    private final AccessLogServiceImplBase judge;
    private final ConcurrentLinkedQueue<SeenAttempt> attempts = new ConcurrentLinkedQueue<>();

    AttemptTap(AccessLogServiceImplBase judge) {
        this.judge = judge;
    }

    /** What was seen since the last call. */
    List<SeenAttempt> drain() {
        var seen = new ArrayList<SeenAttempt>();
        for (var next = attempts.poll(); next != null; next = attempts.poll()) {
            seen.add(next);
        }
        return seen;
    }

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(StreamObserver<StreamAccessLogsResponse> response) {
        var next = judge.streamAccessLogs(response);
        return new StreamObserver<>() {
            private boolean ofAttempts;

            @Override
            public void onNext(StreamAccessLogsMessage message) {
                next.onNext(message);
                if (message.hasIdentifier()) {
                    ofAttempts = message.getIdentifier().getLogName().equals("weir-attempts");
                }
                if (ofAttempts) {
                    message.getHttpLogs().getLogEntryList().forEach(AttemptTap.this::note);
                }
            }

            @Override
            public void onError(Throwable broken) {
                next.onError(broken);
            }

            @Override
            public void onCompleted() {
                next.onCompleted();
            }
        };
    }

    private void note(HTTPAccessLogEntry entry) {
        var common = entry.getCommonProperties();
        var started = common.getStartTime();
        attempts.add(new SeenAttempt(
                common.getUpstreamCluster(),
                common.getCustomTagsOrDefault("node", ""),
                started.getSeconds() * 1_000_000 + started.getNanos() / 1_000));
    }
}
