package dev.weir.model;

import java.util.Locale;

/** How a caller is treated by the rate limits: the value of the {@code x-weir-tier} response header. */
public enum Tier {
    /** A signed-in wallet without enough stake. */
    OPEN,
    /** A signed-in wallet with the API's stake. */
    STAKED,
    /** A caller whose anomaly score passed the API's {@code slow} threshold. */
    SLOWED;

    /** The word in headers, descriptors and metrics. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
