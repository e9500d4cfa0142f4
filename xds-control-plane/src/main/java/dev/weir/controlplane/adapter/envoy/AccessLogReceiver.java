package dev.weir.controlplane.adapter.envoy;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.adapter.envoy.LogEntries;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.controlplane.telemetry.HeardAttempts;
import dev.weir.model.LoadReport;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Logger;

/**
 * Envoy's access log service: attempts go to the weights, requests to the list of decisions. Bad entries and attempts that came already are counted
 * and dropped; a load report that cannot be read is too, and its attempt counts without it.
 */
final class AccessLogReceiver extends AccessLogServiceGrpc.AccessLogServiceImplBase {
    private static final Logger LOG = Logger.getLogger(AccessLogReceiver.class.getName());

    private final InstantSource clock;
    private final AttemptQueue attempts;
    private final AccessRing requests;
    private final RecentEntries recent = new RecentEntries();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final LongAdder malformedReports = new LongAdder();

    AccessLogReceiver(AttemptQueue attempts, AccessRing requests, InstantSource clock) {
        this.clock = clock;
        this.attempts = attempts;
        this.requests = requests;
    }

    long malformed() {
        return malformed.sum();
    }

    long repeated() {
        return repeated.sum();
    }

    long malformedReports() {
        return malformedReports.sum();
    }

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(StreamObserver<StreamAccessLogsResponse> response) {
        return new StreamObserver<>() {
            /** Envoy names the log and itself in the first message of a stream only. */
            private String logName = "";

            private String gateway = "";

            private final SenderClock sender = new SenderClock();

            @Override
            public void onNext(StreamAccessLogsMessage message) {
                if (message.hasIdentifier()) {
                    logName = message.getIdentifier().getLogName();
                    gateway = message.getIdentifier().getNode().getId();
                }
                for (var entry : message.getHttpLogs().getLogEntryList()) {
                    take(logName, gateway, entry, sender);
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

    private void take(String logName, String gateway, HTTPAccessLogEntry entry, SenderClock sender) {
        try {
            switch (logName) {
                case LogEntries.ATTEMPTS -> attempt(entry, gateway, sender);
                case LogEntries.REQUESTS -> requests.ended(LogEntries.request(entry));
                default -> malformed.increment();
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            malformed.increment();
        }
    }

    private void attempt(HTTPAccessLogEntry entry, String gateway, SenderClock sender) {
        if (!recent.add(entry)) {
            repeated.increment();
            return;
        }
        var received = clock.instant();
        var attempt = LogEntries.attempt(entry);
        attempt.ifPresent(requests::attempted);
        attempt.flatMap(ended -> HeardAttempts.of(ended, sender.ours(ended.at(), received), load(ended), gateway))
                .ifPresent(attempts::offer);
    }

    private Optional<LoadReport> load(AttemptEnded ended) {
        try {
            return ended.loadReport().map(LoadReport::read);
        } catch (IllegalArgumentException e) {
            malformedReports.increment();
            return Optional.empty();
        }
    }
}
