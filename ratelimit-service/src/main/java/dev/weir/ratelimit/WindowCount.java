package dev.weir.ratelimit;

/**
 * What a counter holds: the hits admitted in a fixed window and in the one before it.
 *
 * @param window the number of the window since the epoch, in units of its length
 */
public record WindowCount(long window, long previous, long current) {
    public static final WindowCount EMPTY = new WindowCount(0, 0, 0);

    public WindowCount {
        if (window < 0 || previous < 0 || current < 0) {
            throw new IllegalArgumentException(
                    "a count is negative: window " + window + ", previous " + previous + ", current " + current);
        }
    }
}
