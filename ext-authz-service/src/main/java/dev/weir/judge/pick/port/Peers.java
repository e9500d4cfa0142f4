package dev.weir.judge.pick.port;

/** The other judges that pick for the same nodes. */
@FunctionalInterface
public interface Peers {
    /** Of a judge that is the only one. */
    Peers NONE = event -> {};

    /** Any thread, never waits, and throws nothing: what cannot be told is dropped, as every grant ends by its lease. */
    void tell(GrantEvent event);
}
