package dev.weir.payments.wire;

import dev.weir.payments.PaymentFault;
import dev.weir.payments.Reading;

/** Ends the reading of a message at its first fault; every reader turns it into a {@link Reading.Faulty}. */
public final class WireFault extends Exception {
    private final PaymentFault fault;
    private final String detail;

    /** @param detail nothing that the sender wrote */
    public WireFault(PaymentFault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
        this.detail = detail;
    }

    public <T> Reading<T> reading() {
        return new Reading.Faulty<>(fault, detail);
    }
}
