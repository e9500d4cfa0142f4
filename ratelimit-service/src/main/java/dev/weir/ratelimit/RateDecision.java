package dev.weir.ratelimit;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The answer to one request: a status for each of its descriptors, in order. It is refused when any of them refuses.
 *
 * @param domainKnown whether any limits are configured for the domain
 */
public record RateDecision(boolean domainKnown, List<DescriptorStatus> statuses) {
    public RateDecision {
        statuses = List.copyOf(statuses);
    }

    public boolean overLimit() {
        return statuses.stream().anyMatch(DescriptorStatus::refuses);
    }

    /** The rules that bind the caller, in the order of their descriptors: counted and not shadow. */
    public List<DescriptorStatus.Counted> binding() {
        return statuses.stream()
                .filter(DescriptorStatus.Counted.class::isInstance)
                .map(DescriptorStatus.Counted.class::cast)
                .filter(counted -> !counted.rule().shadow())
                .toList();
    }

    /** The rules that refused, in the order of their descriptors. */
    public List<DescriptorStatus.Counted> refusing() {
        return binding().stream().filter(DescriptorStatus.Counted::refuses).toList();
    }

    /** After which the caller is asked to come again: none of the rules that refused would refuse then, unless others come first. Empty where none did. */
    public Optional<Duration> retryAfter() {
        return refusing().stream().map(DescriptorStatus.Counted::retryAfter).max(Comparator.naturalOrder());
    }
}
