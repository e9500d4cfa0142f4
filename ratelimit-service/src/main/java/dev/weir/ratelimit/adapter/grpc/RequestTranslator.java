package dev.weir.ratelimit.adapter.grpc;

import dev.weir.ratelimit.Descriptor;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.port.Charge;
import io.envoyproxy.envoy.extensions.common.ratelimit.v3.RateLimitDescriptor;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** From Envoy's request to ours. What cannot be a request is an IllegalArgumentException with words for the sender. */
final class RequestTranslator {
    private static final int MAX_DESCRIPTORS = 64;
    private static final int MAX_ENTRIES = 32;

    private RequestTranslator() {}

    static List<Descriptor> descriptors(RateLimitRequest request) {
        if (request.getDomain().isEmpty()) {
            throw new IllegalArgumentException("domain is empty");
        }
        int count = request.getDescriptorsCount();
        if (count < 1 || count > MAX_DESCRIPTORS) {
            throw new IllegalArgumentException("expected 1 to " + MAX_DESCRIPTORS + " descriptors and found " + count);
        }
        return request.getDescriptorsList().stream()
                .map(RequestTranslator::descriptor)
                .toList();
    }

    /** What each descriptor costs: the protocol's 0 means that nothing was said, and that is 1. */
    static long hits(RateLimitRequest request) {
        return Math.max(1, Integer.toUnsignedLong(request.getHitsAddend()));
    }

    private static Descriptor descriptor(RateLimitDescriptor asked) {
        if (asked.getEntriesCount() > MAX_ENTRIES) {
            throw new IllegalArgumentException("a descriptor has more than " + MAX_ENTRIES + " entries");
        }
        List<Descriptor.Entry> entries = asked.getEntriesList().stream()
                .map(entry -> new Descriptor.Entry(entry.getKey(), entry.getValue()))
                .toList();
        return new Descriptor(entries, override(asked), hits(asked));
    }

    /** A uint64 above the largest charge, also one that reads as negative here, costs more than any limit allows. */
    private static OptionalLong hits(RateLimitDescriptor asked) {
        if (!asked.hasHitsAddend()) {
            return OptionalLong.empty();
        }
        long hits = asked.getHitsAddend().getValue();
        return OptionalLong.of(Long.compareUnsigned(hits, Charge.MAX_HITS) > 0 ? Charge.MAX_HITS : hits);
    }

    /** A limit of a unit that is not counted here is as if it had not been brought: it must not fail the other descriptors. */
    private static @Nullable Rate override(RateLimitDescriptor asked) {
        if (!asked.hasLimit()) {
            return null;
        }
        long requests = Integer.toUnsignedLong(asked.getLimit().getRequestsPerUnit());
        return RateUnit.named(asked.getLimit().getUnit().name())
                .map(unit -> new Rate(requests, unit))
                .orElse(null);
    }
}
