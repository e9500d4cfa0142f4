package dev.weir.controlplane.fleet.port;

/** An endpoint's head cannot be known now. The message says why, for people, and names no secret. */
public final class HeadUnknown extends Exception {
    private static final long serialVersionUID = 1;

    public HeadUnknown(String why) {
        super(why);
    }
}
