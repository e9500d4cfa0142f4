package dev.weir.node;

import java.time.Duration;

/** Lets time pass: real in the agent, counted in tests. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
}
