package dev.weir.scoring.adapter.csv;

import java.io.IOException;

/** A file of callers that is not one. The message names the file, what is wrong and how to mend it. */
public final class InvalidCallersFile extends IOException {
    private static final long serialVersionUID = 1;

    InvalidCallersFile(String file, String what) {
        super(file + ": " + what + ". Remove the file, or make it anew with ./weir train callers");
    }
}
