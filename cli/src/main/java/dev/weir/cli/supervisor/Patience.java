package dev.weir.cli.supervisor;

import java.time.Duration;

/**
 * How long a process may be silent before it counts as hung. It is asked every {@code every} and has {@code answer} for each answer; {@code misses}
 * in a row are too many. Before its first answer it is starting, and has {@code start} for that.
 *
 * <p>As shipped a stopped process is killed 11.5 to 14.5 s after its last answer. One that is slow because the machine is busy answers at least one of
 * four asks within 2.5 s; and a round that the supervisor itself begins late counts for nobody.
 */
record Patience(Duration every, Duration answer, int misses, Duration start) {
    static final Patience SHIPPED =
            new Patience(Duration.ofSeconds(3), Duration.ofMillis(2_500), 4, Duration.ofSeconds(90));

    Patience {
        if (every.compareTo(answer) <= 0
                || answer.isNegative()
                || answer.isZero()
                || misses < 2
                || start.isNegative()) {
            throw new IllegalArgumentException("not a patience: every " + every + ", answer " + answer + ", misses "
                    + misses + ", start " + start);
        }
    }
}
