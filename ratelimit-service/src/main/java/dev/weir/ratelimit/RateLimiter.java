package dev.weir.ratelimit;

import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Decides whether a request still fits. Each descriptor is counted by itself, as in envoyproxy/ratelimit: one that refuses
 * does not give back what another took. Safe for many threads, as far as its counter store is; blocks only where the
 * store does.
 */
public final class RateLimiter {
    private final Supplier<Limits> limits;
    private final CounterStore counters;
    private final InstantSource clock;
    private final Returns returns;

    /**
     * Decides by these parts.
     *
     * @param limits the limits in force; read once for each decision
     * @param clock a steady one, for how long ago others were refused
     * @param random for when those who are refused come again; safe for many threads
     */
    public RateLimiter(Supplier<Limits> limits, CounterStore counters, InstantSource clock, RandomGenerator random) {
        this.limits = Objects.requireNonNull(limits, "limits is null");
        this.counters = Objects.requireNonNull(counters, "counters is null");
        this.clock = Objects.requireNonNull(clock, "clock is null");
        this.returns = new Returns(random);
    }

    /**
     * Charges each descriptor's counter and says what became of it.
     *
     * @param hits what each descriptor costs that does not say it itself, at least 0
     * @throws CounterStoreUnavailable where the counters cannot be asked
     */
    public RateDecision decide(String domain, List<Descriptor> descriptors, long hits) {
        Limits inForce = limits.get();
        List<Question> questions = descriptors.stream()
                .map(descriptor -> question(
                        inForce.match(domain, descriptor), descriptor.hits().orElse(hits)))
                .toList();
        List<Charge> charges = questions.stream()
                .filter(Question.Count.class::isInstance)
                .map(question -> ((Question.Count) question).charge())
                .toList();
        return new RateDecision(
                inForce.knows(domain), answer(questions, counters.take(charges).iterator(), clock.instant()));
    }

    private static Question question(Optional<Limits.Match> match, long hits) {
        if (match.isEmpty()) {
            return new Question.Settled(new DescriptorStatus.Unmatched());
        }
        Rule rule = match.get().rule();
        return switch (rule.allowance()) {
            case Rate rate ->
                new Question.Count(rule, rate, new Charge(match.get().counter(), rate, hits));
            case Allowance.Unlimited unlimited -> new Question.Settled(new DescriptorStatus.Unlimited(rule));
        };
    }

    private List<DescriptorStatus> answer(List<Question> questions, Iterator<Taken> taken, Instant now) {
        var statuses = new ArrayList<DescriptorStatus>(questions.size());
        for (Question question : questions) {
            statuses.add(
                    switch (question) {
                        case Question.Settled settled -> settled.status();
                        case Question.Count count -> counted(count, taken.next(), now);
                    });
        }
        return statuses;
    }

    private DescriptorStatus counted(Question.Count asked, Taken taken, Instant now) {
        return new DescriptorStatus.Counted(
                asked.rule(),
                asked.rate(),
                asked.charge().hits(),
                taken.admitted(),
                taken.remaining(),
                taken.reset(),
                taken.admitted() || asked.rule().shadow()
                        ? taken.reset()
                        : retryAfter(asked.charge(), taken.reset(), now));
    }

    /** What never fits is no backlog: it is not asked to come again. */
    private Duration retryAfter(Charge charge, Duration fits, Instant now) {
        return charge.hits() > charge.rate().requestsPerUnit()
                ? fits
                : returns.after(charge.counter(), charge.rate(), charge.hits(), fits, now);
    }

    /** What one descriptor comes to, before the counters are asked. */
    private sealed interface Question {
        record Settled(DescriptorStatus status) implements Question {}

        record Count(Rule rule, Rate rate, Charge charge) implements Question {}
    }
}
