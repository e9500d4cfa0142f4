package dev.weir.judge.adapter.peers;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/**
 * What the exchange counts, in events. No label names a caller or a grant.
 *
 * @param full dropped as the peer reads too slowly
 * @param away dropped as the peer cannot be reached
 * @param malformed dropped as it could not be read
 * @param unknown dropped as its API is not picked here
 * @param delay from the first event of a batch until it was taken; right where both clocks agree, as on one machine
 */
record ExchangeMeters(
        Counter sent, Counter received, Counter full, Counter away, Counter malformed, Counter unknown, Timer delay) {
    static ExchangeMeters in(MeterRegistry registry) {
        return new ExchangeMeters(
                counter(registry, "weir_judge_exchange_sent", "events told to other judges"),
                counter(registry, "weir_judge_exchange_received", "events heard of other judges"),
                dropped(registry, "full"),
                dropped(registry, "away"),
                dropped(registry, "malformed"),
                dropped(registry, "unknown_api"),
                Timer.builder("weir_judge_exchange_delay")
                        .description("from the first event of a batch until it was taken; right where the clocks agree")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry));
    }

    private static Counter dropped(MeterRegistry registry, String reason) {
        return Counter.builder("weir_judge_exchange_dropped")
                .description("events of the exchange that were dropped")
                .tag("reason", reason)
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String what) {
        return Counter.builder(name).description(what).register(registry);
    }
}
