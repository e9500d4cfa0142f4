package dev.weir.scoring.adapter.parquet;

/** A row of version 1, which did not know what nodes say of themselves. What was recorded once stays readable. */
record SegmentRowV1(
        int version,
        String api,
        String node,
        long endMicros,
        long lengthMicros,
        int attempts,
        int failures,
        double latencyMeanMillis,
        double latencyP99Millis,
        double inFlightMean,
        String priceBaseUnits,
        double share) {
    static final int VERSION = 1;

    /** @throws IllegalArgumentException where it is of another version */
    SegmentRow next() {
        if (version != VERSION) {
            throw new IllegalArgumentException("rows of version " + version + " without its columns");
        }
        return new SegmentRow(
                SegmentRow.VERSION,
                api,
                node,
                endMicros,
                lengthMicros,
                attempts,
                failures,
                latencyMeanMillis,
                latencyP99Millis,
                inFlightMean,
                priceBaseUnits,
                share,
                null,
                null);
    }
}
