package dev.weir.controlplane.fleet;

import java.util.OptionalLong;

/** What an endpoint said of its chain. @param block the number of the newest that it has @param chain its id, where that was asked for */
public record HeadReport(long block, OptionalLong chain) {
    public HeadReport {
        if (block < 0) {
            throw new IllegalArgumentException("block " + block + " is below 0");
        }
    }
}
