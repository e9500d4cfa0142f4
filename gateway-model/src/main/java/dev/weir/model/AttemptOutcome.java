package dev.weir.model;

/** What one attempt at a node says of that node. Who plans and who picks read this alone, so that all hold the same against it. */
public enum AttemptOutcome {
    /** It answered. */
    ANSWERED,
    /** It had the request and did not answer it well. Perhaps the request's own fault, so that one such says little. */
    FAILED,
    /** Nobody could connect to it: no request's fault. */
    UNREACHABLE,
    /** Another try of the same call had its answer first: of its own it says that it would have taken longer. No failure. */
    OVERTAKEN,
    /** Nothing: its caller left, or the gateway ended it. */
    NOTHING
}
