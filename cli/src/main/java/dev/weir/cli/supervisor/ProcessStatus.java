package dev.weir.cli.supervisor;

import java.time.Instant;

/**
 * One supervised process at one moment.
 *
 * @param state running, stopped (by order) or waiting (crashed, to be started again)
 */
public record ProcessStatus(
        String name, String state, long pid, Instant since, int restarts, String address, String log) {}
