package dev.weir.config;

import java.util.Objects;

/**
 * One thing that is wrong in a file.
 *
 * @param line of the item that is wrong, from 1; 0 where it is the file as a whole
 * @param column likewise
 * @param what in one line of plain words: where in the tree, what was found, what was expected
 */
public record ConfigFault(String file, int line, int column, String what) {
    private static final int LONGEST = 400;

    public ConfigFault {
        Objects.requireNonNull(file, "file is null");
        var plain = what.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\p{Cs}]+", "?");
        what = plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line + ":" + column) + ": " + what;
    }
}
