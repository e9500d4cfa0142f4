package dev.weir.controlplane.bans.port;

import dev.weir.controlplane.bans.StandingBans;

/** Bans that outlive the process. */
public interface BanStore {
    StandingBans load();

    /** Returns once they are on disk. @throws java.io.UncheckedIOException where they are not */
    void save(StandingBans bans);
}
