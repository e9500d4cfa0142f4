package dev.weir.config;

import java.util.regex.Pattern;

/** A size, written {@code 512KiB} or {@code 1MiB}. @param bytes above 0 */
public record ByteSize(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("([0-9]{1,6})(KiB|MiB)");

    static ByteSize parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size: write 512KiB or 1MiB");
        }
        return new ByteSize(
                Long.parseLong(written.group(1)) << (written.group(2).equals("KiB") ? 10 : 20));
    }
}
