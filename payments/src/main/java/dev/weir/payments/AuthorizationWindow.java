package dev.weir.payments;

import dev.weir.chain.signature.TransferAuthorization;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * When an authorization is still worth taking: it is good now, and will be for a margin in which the transfer can be sent and
 * mined (EIP-3009: a token takes it strictly between its two times).
 */
public record AuthorizationWindow(Duration margin) {
    /** Six seconds, the margin of the reference facilitator. */
    public static final AuthorizationWindow DEFAULT = new AuthorizationWindow(Duration.ofSeconds(6));

    public AuthorizationWindow {
        Objects.requireNonNull(margin, "margin is null");
        if (margin.isNegative()) {
            throw new IllegalArgumentException("margin is negative");
        }
    }

    Optional<PaymentFault> fault(TransferAuthorization authorization, Instant now) {
        if (authorization.validAfter().compareTo(BigInteger.valueOf(now.getEpochSecond())) >= 0) {
            return Optional.of(PaymentFault.NOT_YET_VALID);
        }
        var last = BigInteger.valueOf(now.plus(margin).getEpochSecond());
        return authorization.validBefore().compareTo(last) <= 0 ? Optional.of(PaymentFault.EXPIRED) : Optional.empty();
    }
}
