package dev.weir.cli.supervisor;

import java.time.Instant;

/**
 * One supervised process at one moment.
 *
 * @param state running; hung (does not answer; killed unless it does soon); restarting (crashed or killed as hung, to be started again); stopped (by order)
 */
public record ProcessStatus(
        String name, String state, long pid, Instant since, int restarts, String address, String log) {}
