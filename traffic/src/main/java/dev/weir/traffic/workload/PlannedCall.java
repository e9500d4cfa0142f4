package dev.weir.traffic.workload;

import java.util.Objects;

/** @param atNanos when the call is due, since the start of the run */
public record PlannedCall(long atNanos, PlannedCaller caller, Request request) {
    public PlannedCall {
        Objects.requireNonNull(caller, "caller is null");
        Objects.requireNonNull(request, "request is null");
        if (atNanos < 0) {
            throw new IllegalArgumentException("a call is not due before the start");
        }
    }
}
