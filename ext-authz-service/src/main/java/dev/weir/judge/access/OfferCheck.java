package dev.weir.judge.access;

import dev.weir.model.DenyReason;
import java.util.Optional;

/** Whether the path belongs to an API. Sign-in ends here: by behaviour alone. Fails closed. */
record OfferCheck() implements Check {
    @Override
    public Verdict look(Case at) {
        if (at.request().api().equals(Optional.of(Judge.SIGN_IN))) {
            return new Verdict.Stop(at.allow());
        }
        return at.api().isPresent()
                ? new Verdict.Go(at)
                : at.deny(
                        DenyReason.API_UNKNOWN,
                        "No API of this gateway has this path. The publisher's documentation names them.");
    }
}
