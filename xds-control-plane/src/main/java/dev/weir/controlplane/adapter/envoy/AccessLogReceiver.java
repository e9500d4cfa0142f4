package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/** Envoy's access log service: attempts go to the weights, requests to the list of decisions. Bad entries are counted and dropped. */
final class AccessLogReceiver extends AccessLogServiceGrpc.AccessLogServiceImplBase {
    private static final Logger LOG = Logger.getLogger(AccessLogReceiver.class.getName());

    private final InstantSource clock;
    private final AttemptQueue attempts;
    private final AccessRing requests;
    private final LongAdder malformed = new LongAdder();

    AccessLogReceiver(AttemptQueue attempts, AccessRing requests, InstantSource clock) {
        this.clock = clock;
        this.attempts = attempts;
        this.requests = requests;
    }

    long malformed() {
        return malformed.sum();
    }

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(StreamObserver<StreamAccessLogsResponse> response) {
        return new StreamObserver<>() {
            /** Envoy names the log in the first message of a stream only. */
            private String logName = "";

            private final SenderClock sender = new SenderClock();

            @Override
            public void onNext(StreamAccessLogsMessage message) {
                if (message.hasIdentifier()) {
                    logName = message.getIdentifier().getLogName();
                }
                for (var entry : message.getHttpLogs().getLogEntryList()) {
                    take(logName, entry, sender);
                }
            }

            @Override
            public void onError(Throwable broken) {
                LOG.fine(() -> "access log stream ended: " + broken.getMessage());
            }

            @Override
            public void onCompleted() {
                response.onNext(StreamAccessLogsResponse.getDefaultInstance());
                response.onCompleted();
            }
        };
    }

    private void take(String logName, HTTPAccessLogEntry entry, SenderClock sender) {
        try {
            switch (logName) {
                case "weir-attempts" ->
                    LogEntries.attempt(entry, sender, clock.instant()).ifPresent(attempts::offer);
                case "weir-requests" -> requests.add(LogEntries.request(entry));
                default -> malformed.increment();
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            malformed.increment();
        }
    }
}
