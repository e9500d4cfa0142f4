package dev.weir.payments;

import java.util.Objects;

/** What came of reading a payment message. */
public sealed interface Reading<T> {
    /** It was read whole. */
    record Understood<T>(T message) implements Reading<T> {
        public Understood {
            Objects.requireNonNull(message, "message is null");
        }
    }

    /**
     * It cannot be taken: a refusal.
     *
     * @param detail for people; names members of the standard and nothing that the sender wrote
     */
    record Faulty<T>(PaymentFault fault, String detail) implements Reading<T> {
        public Faulty {
            Objects.requireNonNull(fault, "fault is null");
            Objects.requireNonNull(detail, "detail is null");
        }
    }
}
