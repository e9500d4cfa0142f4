package dev.weir.judge.adapter.envoy;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.Ending;
import dev.weir.accesslog.RequestEnded;
import dev.weir.accesslog.adapter.envoy.LogEntries;
import dev.weir.judge.access.Judge;
import dev.weir.judge.anomaly.CallerBehaviour;
import dev.weir.judge.anomaly.SeenAnswer;
import dev.weir.judge.pick.Hedges;
import dev.weir.judge.pick.Picks;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import java.util.Optional;

/** Envoy's log of what came of our decisions: requests teach the anomaly score and when a call is late, attempts the pick. Bad entries are counted and dropped. */
@GrpcService
public class AccessLogEndpoint extends AccessLogServiceGrpc.AccessLogServiceImplBase {
    private final CallerBehaviour behaviour;
    private final Picks picks;
    private final Hedges hedges;
    private final Counter malformed;

    public AccessLogEndpoint(CallerBehaviour behaviour, Picks picks, Hedges hedges, MeterRegistry meters) {
        this.behaviour = behaviour;
        this.picks = picks;
        this.hedges = hedges;
        this.malformed = Counter.builder("weir_judge_log_entries_malformed")
                .description("log entries not as expected")
                .register(meters);
    }

    @Override
    public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(StreamObserver<StreamAccessLogsResponse> response) {
        return new StreamObserver<>() {
            /** Envoy names the log in the first message of a stream only. */
            private String logName = "";

            @Override
            public void onNext(StreamAccessLogsMessage message) {
                if (message.hasIdentifier()) {
                    logName = message.getIdentifier().getLogName();
                }
                for (var entry : message.getHttpLogs().getLogEntryList()) {
                    take(logName, entry);
                }
            }

            @Override
            public void onError(Throwable broken) {
                // Envoy went away, or dials anew.
            }

            @Override
            public void onCompleted() {
                // A call with one answer is broken, to its caller, if it ends without.
                response.onNext(StreamAccessLogsResponse.getDefaultInstance());
                response.onCompleted();
            }
        };
    }

    private void take(String logName, HTTPAccessLogEntry entry) {
        try {
            switch (logName) {
                case LogEntries.REQUESTS -> requestEnded(LogEntries.request(entry));
                case LogEntries.ATTEMPTS -> LogEntries.attempt(entry).ifPresent(attempt -> ended(attempt, entry));
                default -> malformed.increment();
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            malformed.increment();
        }
    }

    private void ended(AttemptEnded attempt, HTTPAccessLogEntry entry) {
        if (LogEntries.unsupported(entry)) {
            picks.unsupported(attempt.api(), attempt.request(), attempt.node());
        }
        picks.attemptEnded(attempt);
    }

    private void requestEnded(RequestEnded ended) {
        picks.requestEnded(ended);
        hedges.ended(ended);
        var api = ended.judged().map(RequestEnded.Judged::api).orElse("");
        behaviour.answered(new SeenAnswer(
                ended.callerKey(),
                api,
                api.equals(Judge.SIGN_IN.value()),
                ended.path(),
                ended.status(),
                ended.took(),
                ended.ending() instanceof Ending.Refused refused ? refused.retryAfter() : Optional.empty()));
    }
}
