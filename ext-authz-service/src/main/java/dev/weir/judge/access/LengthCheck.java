package dev.weir.judge.access;

import dev.weir.model.DenyReason;

/**
 * How long the body is, where the API bounds it. Nothing is held for it: the length is what the request says, to which HTTP's framing holds it. Fails closed: who does not say it is
 * refused; but a GET, HEAD or DELETE without a length is taken as one without a body.
 */
record LengthCheck() implements Check {
    @Override
    public Verdict look(Case at) {
        var most = at.api().orElseThrow().body();
        long length = at.request().body().isPresent()
                ? at.request().bodyBytes()
                : at.request().announcedBytes();
        if (most.isEmpty()
                || length != RequestFacts.UNSAID && length <= most.get().bytes()) {
            return new Verdict.Go(at);
        }
        var bound = "at most " + most.get().bytes() + " bytes";
        return length == RequestFacts.UNSAID
                ? at.deny(DenyReason.LENGTH_REQUIRED, "A body may have " + bound + " here: send Content-Length.")
                : at.deny(DenyReason.REQUEST_TOO_LARGE, "A body may have " + bound + " here.");
    }
}
