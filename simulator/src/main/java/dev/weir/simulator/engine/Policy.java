package dev.weir.simulator.engine;

/** Chooses the node of each attempt. Called by one thread, in virtual time. */
public interface Policy {
    /**
     * The node that the call should be sent to next.
     *
     * @return {@link #HELD} to keep the call at its gateway until the policy sends it by {@link World#send}
     */
    int choose(SimulatedCall call, SimulatedGateway gateway);

    int HELD = -1;

    /** The gateway has sent it. */
    default void sent(SimulatedAttempt attempt) {}

    /** The gateway knows how it ended. */
    default void ended(SimulatedAttempt attempt) {}

    /** Answered, or given up: nothing more will be asked of it. */
    default void over(SimulatedCall call) {}
}
