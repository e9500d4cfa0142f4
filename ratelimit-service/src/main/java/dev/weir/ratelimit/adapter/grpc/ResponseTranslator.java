package dev.weir.ratelimit.adapter.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import dev.weir.model.Problem;
import dev.weir.model.Remedy;
import dev.weir.ratelimit.DescriptorStatus;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateDecision;
import dev.weir.ratelimit.RateLimitFields;
import dev.weir.ratelimit.RateUnit;
import io.envoyproxy.envoy.config.core.v3.HeaderValue;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.Code;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitResponse.RateLimit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * From our decision to Envoy's answer: the status of each descriptor, the fields that Envoy adds to 200 and 429, and, for
 * a refusal, Retry-After and a problem (RFC 9457) as the body.
 */
final class ResponseTranslator {
    /** The uint32 of "no end", which envoyproxy/ratelimit answers for unlimited rules. */
    private static final int NO_END = -1;

    private ResponseTranslator() {}

    static RateLimitResponse response(RateDecision decision) {
        var response = RateLimitResponse.newBuilder().setOverallCode(code(decision.overLimit()));
        decision.statuses().forEach(status -> response.addStatuses(status(status)));
        addFields(response, decision.binding());
        decision.retryAfter().ifPresent(wait -> refuse(response, decision.refusing(), wait));
        return response.build();
    }

    private static void addFields(RateLimitResponse.Builder response, List<DescriptorStatus.Counted> binding) {
        if (!binding.isEmpty()) {
            response.addResponseHeadersToAdd(header("RateLimit-Policy", RateLimitFields.policy(binding)));
            response.addResponseHeadersToAdd(header("RateLimit", RateLimitFields.limit(binding)));
        }
    }

    private static void refuse(
            RateLimitResponse.Builder response, List<DescriptorStatus.Counted> refusing, Duration wait) {
        var problem = problem(refusing, RateLimitFields.seconds(wait));
        problem.headers().forEach((name, value) -> response.addResponseHeadersToAdd(header(name, value)));
        response.addResponseHeadersToAdd(header("content-type", Problem.MEDIA_TYPE));
        response.setRawBody(ByteString.copyFromUtf8(problem.toJson()));
    }

    private static Problem problem(List<DescriptorStatus.Counted> refusing, long seconds) {
        var never = refusing.stream()
                .filter(DescriptorStatus.Counted::neverFits)
                .min(Comparator.comparingLong(counted -> counted.rate().requestsPerUnit()));
        if (never.isPresent()) {
            return limited(
                    "This request counts as " + never.get().hits() + " calls, and the limit admits "
                            + never.get().rate().requestsPerUnit() + " at most. Send fewer in a batch.",
                    new Remedy.Mend());
        }
        long hits = refusing.stream()
                .mapToLong(DescriptorStatus.Counted::hits)
                .max()
                .orElse(1);
        return limited(
                (hits > 1
                                ? "This request counts as " + hits + " calls, and so many are not left of the limit"
                                : "The limit")
                        + " in the RateLimit-Policy field" + (hits > 1 ? "" : " is used up") + ". Try again in "
                        + seconds + " s.",
                new Remedy.Wait(Duration.ofSeconds(seconds)));
    }

    private static Problem limited(String detail, Remedy remedy) {
        return new Problem(429, "rate_limited", "Too many requests", detail, remedy);
    }

    private static RateLimitResponse.DescriptorStatus status(DescriptorStatus status) {
        var answer = RateLimitResponse.DescriptorStatus.newBuilder().setCode(code(status.refuses()));
        switch (status) {
            case DescriptorStatus.Unmatched unmatched -> {}
            case DescriptorStatus.Unlimited unlimited -> answer.setLimitRemaining(NO_END);
            case DescriptorStatus.Counted counted ->
                answer.setCurrentLimit(limit(counted))
                        .setLimitRemaining(counted.admitted() ? (int) counted.remaining() : 0)
                        .setDurationUntilReset(
                                Durations.fromMillis(counted.reset().toMillis()));
        }
        return answer.build();
    }

    private static RateLimit limit(DescriptorStatus.Counted counted) {
        Rate rate = counted.rate();
        return RateLimit.newBuilder()
                .setName(counted.rule().name())
                .setRequestsPerUnit((int) rate.requestsPerUnit())
                .setUnit(unit(rate.unit()))
                .build();
    }

    private static RateLimit.Unit unit(RateUnit unit) {
        return switch (unit) {
            case SECOND -> RateLimit.Unit.SECOND;
            case MINUTE -> RateLimit.Unit.MINUTE;
            case HOUR -> RateLimit.Unit.HOUR;
            case DAY -> RateLimit.Unit.DAY;
        };
    }

    private static Code code(boolean over) {
        return over ? Code.OVER_LIMIT : Code.OK;
    }

    private static HeaderValue header(String name, String value) {
        return HeaderValue.newBuilder().setKey(name).setValue(value).build();
    }
}
