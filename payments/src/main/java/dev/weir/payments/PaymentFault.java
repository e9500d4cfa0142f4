package dev.weir.payments;

import java.util.Locale;

/**
 * A way in which a payment is not good. Each is one reason code of Weir's own; beside it stand the nearest codes of the two
 * standards, which have fewer: an error code of x402 (specification version 2, section 9) and a problem type of MPP.
 */
public enum PaymentFault {
    HEADER_TOO_LONG("invalid_payload", "malformed-credential"),
    BASE64_MALFORMED("invalid_payload", "malformed-credential"),
    NOT_UTF8("invalid_payload", "malformed-credential"),
    JSON_MALFORMED("invalid_payload", "malformed-credential"),
    JSON_TOO_DEEP("invalid_payload", "malformed-credential"),
    /** A name or a number that is longer than any has to be. */
    JSON_TOKEN_TOO_LONG("invalid_payload", "malformed-credential"),
    MEMBER_TWICE("invalid_payload", "malformed-credential"),
    MEMBER_MISSING("invalid_payload", "invalid-payload"),
    /** Of another kind or form than the standard says. */
    MEMBER_MALFORMED("invalid_payload", "invalid-payload"),
    NONCE_MALFORMED("invalid_payload", "invalid-payload"),

    VERSION_UNSUPPORTED("invalid_x402_version", "malformed-credential"),
    SCHEME_UNSUPPORTED("unsupported_scheme", "method-unsupported"),
    NETWORK_UNSUPPORTED("invalid_network", "method-unsupported"),

    NETWORK_MISMATCH("invalid_network", "verification-failed"),
    ASSET_MISMATCH("invalid_payment_requirements", "verification-failed"),
    /** The payer went by another price than the offer's. */
    PRICE_MISMATCH("invalid_payment_requirements", "verification-failed"),
    PAYEE_MISMATCH("invalid_payment_requirements", "verification-failed"),
    RESOURCE_MISMATCH("invalid_payment_requirements", "verification-failed"),

    /** What was signed pays somebody else. */
    RECIPIENT_MISMATCH("invalid_exact_evm_payload_recipient_mismatch", "verification-failed"),
    /** What was signed is not the price. */
    VALUE_MISMATCH("invalid_exact_evm_payload_authorization_value", "payment-insufficient"),
    NOT_YET_VALID("invalid_exact_evm_payload_authorization_valid_after", "verification-failed"),
    EXPIRED("invalid_exact_evm_payload_authorization_valid_before", "payment-expired"),
    /** Not 65 bytes of r, s and a v of 27 or 28. */
    SIGNATURE_MALFORMED("invalid_exact_evm_payload_signature", "verification-failed"),
    SIGNATURE_HIGH_S("invalid_exact_evm_payload_signature", "verification-failed"),
    SIGNATURE_UNRECOVERABLE("invalid_exact_evm_payload_signature", "verification-failed"),
    SIGNER_MISMATCH("invalid_exact_evm_payload_signature", "verification-failed");

    private final String x402;
    private final String problem;

    PaymentFault(String x402, String problem) {
        this.x402 = x402;
        this.problem = problem;
    }

    /** Weir's own code, such as {@code member-twice}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String x402Code() {
        return x402;
    }

    /** The type of a problem (RFC 9457) by which MPP names it. */
    public String problemType() {
        return "https://paymentauth.org/problems/" + problem;
    }
}
