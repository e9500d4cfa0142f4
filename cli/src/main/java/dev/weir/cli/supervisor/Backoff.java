package dev.weir.cli.supervisor;

import java.time.Duration;

/** How long to wait before a crashed process is started again: 0.2 s, doubled up to 5 s, forgotten after 30 s of life. */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(200);
    static final Duration LONGEST = Duration.ofSeconds(5);
    static final Duration FORGIVEN_AFTER = Duration.ofSeconds(30);

    private Duration next = FIRST;

    Duration afterLifeOf(Duration life) {
        if (life.compareTo(FORGIVEN_AFTER) >= 0) {
            next = FIRST;
        }
        var wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }
}
