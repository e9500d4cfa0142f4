package dev.weir.judge.signin;

import dev.weir.chain.signature.Eip191;
import dev.weir.chain.signature.Recovery;
import dev.weir.chain.signature.SignatureRecovery;
import dev.weir.judge.signin.port.NonceStore;
import dev.weir.judge.signin.port.SessionStore;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import dev.weir.model.DenyReason;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * Signs wallets in (EIP-4361): gives a message with a nonce, and a session for its signature. Any thread; {@link #session} blocks
 * on the stores.
 *
 * <p>A challenge leaves nothing behind, see {@link Challenges}. Its nonce is claimed last and atomically, when everything else was
 * right: a wrong signature does not burn somebody's challenge, and a right one opens one session.
 */
public final class SignIn {
    private static final int TOKEN_BYTES = 32;

    private final SignInRules rules;
    private final Challenges challenges;
    private final NonceStore nonces;
    private final SessionStore sessions;
    private final InstantSource clock;
    private final SecureRandom random;

    /** @param challengeKey 32 bytes, the same at every instance of the gateway */
    public SignIn(
            SignInRules rules,
            byte[] challengeKey,
            NonceStore nonces,
            SessionStore sessions,
            InstantSource clock,
            SecureRandom random) {
        this.rules = rules;
        this.challenges = new Challenges(challengeKey, random);
        this.nonces = nonces;
        this.sessions = sessions;
        this.clock = clock;
        this.random = random;
    }

    /** @param asked the host and port that the caller asked, which the message then names */
    public ChallengeAnswer challenge(String account, String asked) {
        var host = SignInRules.spelled(asked);
        AccountId who;
        try {
            who = AccountId.parse(account);
        } catch (IllegalArgumentException e) {
            return new Refused(
                    DenyReason.ACCOUNT_MALFORMED,
                    "Ask with account=eip155:" + rules.chainId() + ":0x and 40 hex digits.");
        }
        if (who.chainId() != rules.chainId()) {
            return chainMismatch();
        }
        if (!rules.accepts(host)) {
            return domainMismatch(host);
        }
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var draft = new SiweMessage(
                host,
                who,
                "Sign in to the Weir gateway.",
                "http://" + host + "/auth/",
                "",
                now,
                now.plus(rules.nonceLife()),
                Optional.empty());
        return new ChallengeAnswer.Issued(challenges.seal(draft).text());
    }

    /** @param signature 65 bytes as 0x and hex, over the message as EIP-191 has it */
    public SessionAnswer session(String message, String signature) {
        var parsed = SiweMessage.parse(message);
        if (parsed.isEmpty()) {
            return new Refused(
                    DenyReason.MESSAGE_MALFORMED, "Sign the message of /auth/challenge as it is, byte for byte.");
        }
        var now = clock.instant();
        var refusal = refusal(parsed.get(), now)
                .or(() -> forged(parsed.get(), message, signature))
                .or(() -> invented(parsed.get(), message));
        if (refusal.isPresent()) {
            return refusal.get();
        }
        try {
            return switch (nonces.claim(
                    Sha256.of(parsed.get().nonce()), parsed.get().expiresAt())) {
                case USED -> new Refused(DenyReason.NONCE_USED, "Each challenge signs in once. Ask for a new one.");
                case CLAIMED -> open(parsed.get().account(), now);
            };
        } catch (StoreUnavailable e) {
            return storeUnavailable();
        }
    }

    /** Ends the session of a token. @throws StoreUnavailable where that cannot be done now */
    public void signOut(String token) {
        sessions.close(Sha256.of(token));
    }

    private Optional<Refused> refusal(SiweMessage message, Instant now) {
        if (!rules.accepts(message.domain())) {
            return Optional.of(domainMismatch(message.domain()));
        }
        if (message.account().chainId() != rules.chainId()) {
            return Optional.of(chainMismatch());
        }
        if (!message.expiresAt().isAfter(now)) {
            return Optional.of(new Refused(DenyReason.MESSAGE_EXPIRED, "Ask for a new challenge and sign that one."));
        }
        if (message.notBefore().filter(now::isBefore).isPresent()
                || message.issuedAt().isAfter(now.plus(SignInRules.CLOCK_SKEW))
                || message.expiresAt().isAfter(now.plus(SignInRules.CLOCK_SKEW).plus(rules.nonceLife()))) {
            return Optional.of(new Refused(
                    DenyReason.MESSAGE_NOT_YET_VALID, "The message is of a time to come. Ask for a new challenge."));
        }
        return Optional.empty();
    }

    private static Optional<Refused> forged(SiweMessage message, String text, String signature) {
        return switch (SignatureRecovery.recover(Eip191.digest(text), signature)) {
            case Recovery.Malformed malformed ->
                Optional.of(new Refused(
                        DenyReason.SIGNATURE_MALFORMED,
                        "A signature is 65 bytes, r, s and v, as 0x and 130 hex digits."));
            case Recovery.HighS high ->
                Optional.of(new Refused(
                        DenyReason.SIGNATURE_HIGH_S,
                        "Its s is in the upper half, which no good wallet makes (EIP-2)."));
            case Recovery.Recovered recovered
            when recovered.wallet().equals(message.account().wallet()) -> Optional.empty();
            case Recovery.Recovered other -> Optional.of(foreign());
            case Recovery.Unrecoverable nobody -> Optional.of(foreign());
        };
    }

    private Optional<Refused> invented(SiweMessage message, String text) {
        return challenges.issued(message, text)
                ? Optional.empty()
                : Optional.of(new Refused(
                        DenyReason.NONCE_UNKNOWN, "This gateway did not issue that message. Ask for a new one."));
    }

    private SessionAnswer open(AccountId account, Instant now) {
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        var expiresAt = now.plus(rules.sessionLife()).truncatedTo(ChronoUnit.SECONDS);
        sessions.open(Sha256.of(token), new SessionStore.Session(account, expiresAt));
        return new SessionAnswer.Opened(token, expiresAt);
    }

    private Refused chainMismatch() {
        return new Refused(
                DenyReason.CHAIN_MISMATCH, "This gateway signs in accounts of chain " + rules.chainId() + ".");
    }

    private Refused domainMismatch(String domain) {
        return new Refused(
                DenyReason.DOMAIN_MISMATCH,
                "This gateway signs in at " + String.join(" or ", rules.domains()) + ", not at '" + domain + "'.");
    }

    private static Refused foreign() {
        return new Refused(
                DenyReason.SIGNATURE_FOREIGN, "Sign with the account that the message names, the message as it is.");
    }

    private static Refused storeUnavailable() {
        return new Refused(DenyReason.STATE_UNAVAILABLE, "Sign-in cannot read its store now. Try again in a moment.");
    }
}
