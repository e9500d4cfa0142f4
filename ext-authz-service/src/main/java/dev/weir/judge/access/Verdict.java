package dev.weir.judge.access;

import dev.weir.model.Decision;

/** What one check makes of a case. */
sealed interface Verdict {
    /** The next check looks at it, knowing what this one found. */
    record Go(Case on) implements Verdict {}

    /** It ends here. */
    record Stop(Decision decision) implements Verdict {}
}
