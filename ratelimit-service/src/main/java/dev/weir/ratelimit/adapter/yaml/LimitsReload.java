package dev.weir.ratelimit.adapter.yaml;

import dev.weir.ratelimit.Limits;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The limits in force, and their renewal. Readers see one immutable value; one thread at a time renews it. Files that
 * cannot be used leave the last good limits in force, and are told of once, not at every look.
 */
public final class LimitsReload implements Supplier<Limits> {
    private final LimitsDirectory directory;
    private final Listener listener;
    private volatile Limits inForce;
    private String lastSeen;

    /** @throws InvalidLimits where there is nothing good to begin with */
    public LimitsReload(LimitsDirectory directory, Listener listener) throws InvalidLimits {
        this.directory = Objects.requireNonNull(directory, "directory is null");
        this.listener = Objects.requireNonNull(listener, "listener is null");
        this.lastSeen = directory.fingerprint();
        this.inForce = directory.read();
    }

    @Override
    public Limits get() {
        return inForce;
    }

    /** Looks whether the files changed, and takes them if they are good. */
    public synchronized void look() {
        String seen = directory.fingerprint();
        if (seen.equals(lastSeen)) {
            return;
        }
        lastSeen = seen;
        try {
            inForce = directory.read();
            listener.loaded(inForce);
        } catch (InvalidLimits e) {
            listener.refused(e);
        }
    }

    /** Is told what a change of the files led to. */
    public interface Listener {
        void loaded(Limits limits);

        void refused(InvalidLimits reason);
    }
}
