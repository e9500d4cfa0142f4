package dev.weir.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The fields RateLimit-Policy and RateLimit of draft-ietf-httpapi-ratelimit-headers-11: lists of strings with parameters
 * (RFC 8941). {@code q} the quota, {@code w} its window, {@code r} what remains, {@code t} after how many seconds there
 * will be more; times are whole seconds, rounded up and at least 1, so that nobody comes back too early.
 */
public final class RateLimitFields {
    private RateLimitFields() {}

    public static String policy(List<DescriptorStatus.Counted> binding) {
        return binding.stream()
                .map(counted -> item(counted) + ";q=" + counted.rate().requestsPerUnit() + ";w="
                        + counted.rate().unit().window().toSeconds())
                .collect(Collectors.joining(", "));
    }

    public static String limit(List<DescriptorStatus.Counted> binding) {
        return binding.stream()
                .map(counted -> item(counted) + ";r=" + (counted.admitted() ? counted.remaining() : 0) + ";t="
                        + seconds(counted.reset()))
                .collect(Collectors.joining(", "));
    }

    /** Whole seconds, rounded up, at least 1: the delay-seconds of Retry-After (RFC 9110, 10.2.3). */
    public static long seconds(Duration duration) {
        return Math.max(1, Math.ceilDiv(duration.toMillis(), 1_000));
    }

    private static String item(DescriptorStatus.Counted counted) {
        return '"' + counted.rule().name().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
