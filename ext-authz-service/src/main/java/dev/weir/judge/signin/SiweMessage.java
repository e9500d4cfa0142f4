package dev.weir.judge.signin;

import dev.weir.chain.signature.Eip55;
import dev.weir.model.AccountId;
import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The message of EIP-4361 that a wallet signs to sign in, with the fields that Weir uses: no scheme, request id or resources.
 * {@link #parse} takes what {@link #text} makes and little else (other fractions of a second), so that a wallet shows its owner what
 * we check.
 *
 * @param domain host and port that ask for the signature (RFC 3986 authority)
 * @param uri the subject of the signature
 * @param nonce at least 8 letters or digits
 */
record SiweMessage(
        String domain,
        AccountId account,
        String statement,
        String uri,
        String nonce,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> notBefore) {
    static final int MAX_LENGTH = 4_096;

    private static final String ADDRESS_LINE = " wants you to sign in with your Ethereum account:";
    private static final String TIME = "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z)";
    private static final Pattern FORM = Pattern.compile("([A-Za-z0-9.:\\[\\]-]{1,255})" + ADDRESS_LINE
            + "\n(0x[0-9a-fA-F]{40})\n\n([\\x20-\\x7e]{1,500})\n\nURI: ([\\x21-\\x7e]{1,500})\nVersion: 1\n"
            + "Chain ID: ([1-9][0-9]{0,17})\nNonce: ([A-Za-z0-9]{8,96})\nIssued At: " + TIME + "\nExpiration Time: "
            + TIME
            + "(?:\nNot Before: " + TIME + ")?");

    SiweMessage {
        Objects.requireNonNull(account, "account is null");
        Objects.requireNonNull(issuedAt, "issuedAt is null");
        Objects.requireNonNull(expiresAt, "expiresAt is null");
        Objects.requireNonNull(notBefore, "notBefore is null");
    }

    /** Empty where the text is not such a message, or its address has no EIP-55 checksum. */
    static Optional<SiweMessage> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var wallet = new WalletAddress(matcher.group(2));
        if (!Eip55.checksummed(wallet).equals(matcher.group(2))) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SiweMessage(
                    matcher.group(1),
                    new AccountId(Long.parseLong(matcher.group(5)), wallet),
                    matcher.group(3),
                    matcher.group(4),
                    matcher.group(6),
                    Instant.parse(matcher.group(7)),
                    Instant.parse(matcher.group(8)),
                    Optional.ofNullable(matcher.group(9)).map(Instant::parse)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    SiweMessage withNonce(String other) {
        return new SiweMessage(domain, account, statement, uri, other, issuedAt, expiresAt, notBefore);
    }

    /** What is signed. */
    String text() {
        return domain + ADDRESS_LINE + '\n' + Eip55.checksummed(account.wallet()) + "\n\n" + statement + "\n\nURI: "
                + uri
                + "\nVersion: 1\nChain ID: " + account.chainId() + "\nNonce: " + nonce + "\nIssued At: " + issuedAt
                + "\nExpiration Time: " + expiresAt
                + notBefore.map(instant -> "\nNot Before: " + instant).orElse("");
    }
}
