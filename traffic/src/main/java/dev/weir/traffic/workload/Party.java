package dev.weir.traffic.workload;

import java.util.Locale;

/** On whose side a caller is. Parties are counted apart, so that an attack's cost to the honest can be read off. */
public enum Party {
    HONEST,
    /** Many paths that do not exist, and methods that are not offered. */
    SCAN,
    /** Far more calls than any limit allows, from few callers. */
    FLOOD,
    /** Sign-ins with signatures that nobody made. */
    STUFFING;

    /** The word for people and JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
