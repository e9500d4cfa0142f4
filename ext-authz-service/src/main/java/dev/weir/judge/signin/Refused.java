package dev.weir.judge.signin;

import dev.weir.model.DenyReason;
import java.util.Objects;

/** A sign-in that ends here. @param detail one sentence for the person: what was expected and how to mend it */
public record Refused(DenyReason reason, String detail) implements ChallengeAnswer, SessionAnswer {
    public Refused {
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(detail, "detail is null");
    }
}
