package dev.weir.judge.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Eip191;
import dev.weir.chain.signature.Signer;
import dev.weir.judge.SeededRandom;
import dev.weir.judge.SettableClock;
import dev.weir.judge.signin.port.MemoryNonceStore;
import dev.weir.judge.signin.port.MemorySessionStore;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.judge.signin.port.StoreUnavailable;
import dev.weir.model.AccountId;
import dev.weir.model.DenyReason;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignInTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final String HOST = "127.0.0.1:10000";
    private static final Signer ALICE = Devnet.signer(0);
    private static final Signer MALLORY = Devnet.signer(1);
    private static final AccountId ACCOUNT = new AccountId(31_337, ALICE.wallet());
    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private final SettableClock clock = new SettableClock(NOON);
    private final MemoryNonceStore nonces = new MemoryNonceStore();
    private final MemorySessionStore sessions = new MemorySessionStore();
    private final SignIn signIn = signIn(1, new byte[32]);

    @Test
    void challenge_isAMessageOfThisGatewayForThatAccountAndFiveMinutes() {
        assertThat(challenge()).matches("""
                127.0.0.1:10000 wants you to sign in with your Ethereum account:
                0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

                Sign in to the Weir gateway.

                URI: http://127.0.0.1:10000/auth/
                Version: 1
                Chain ID: 31337
                Nonce: [0-9a-f]{64}
                Issued At: 2026-11-24T12:00:00Z
                Expiration Time: 2026-11-24T12:05:00Z""");
    }

    @Test
    void challenge_atASecondAcceptedHost_namesThatOne() {
        assertThat(signIn.challenge(ACCOUNT.toString(), "localhost:10000"))
                .isInstanceOfSatisfying(
                        ChallengeAnswer.Issued.class,
                        issued -> assertThat(issued.message())
                                .startsWith("localhost:10000 wants")
                                .contains("URI: http://localhost:10000/auth/"));
    }

    @Test
    void challenges_areNeverTheSame() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(challenge())).isTrue();
        }
    }

    @Test
    void challenges_byTheThousand_pushNobodysOut_andLeaveNothingBehind() {
        var message = challenge();
        for (int i = 0; i < 10_000; i++) {
            challenge();
        }

        assertThat(nonces.size()).isZero();
        assertThat(session(message, ALICE)).isInstanceOf(SessionAnswer.Opened.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
                "eip155:31337:0xf39f",
                "eip155:0:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
                "eip155:99999999999999999999:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
                "solana:mainnet:abc"
            })
    void challenge_forWhatIsNoAccount_isRefusedWithTheFormThatIsWanted(String account) {
        assertThat(signIn.challenge(account, HOST))
                .isEqualTo(new Refused(
                        DenyReason.ACCOUNT_MALFORMED, "Ask with account=eip155:31337:0x and 40 hex digits."));
    }

    @Test
    void challenge_forAnotherChain_isRefused() {
        assertThat(signIn.challenge("eip155:1:" + ALICE.wallet(), HOST))
                .isEqualTo(new Refused(DenyReason.CHAIN_MISMATCH, "This gateway signs in accounts of chain 31337."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "evil.example", "127.0.0.1", "127.0.0.1:10000.evil.example"})
    void challenge_atAnotherHost_isRefused(String host) {
        assertThat(reason(signIn.challenge(ACCOUNT.toString(), host))).isEqualTo(DenyReason.DOMAIN_MISMATCH);
    }

    @Test
    void challenge_namesItsHost_inOneSpelling() {
        var issued = (ChallengeAnswer.Issued) signIn.challenge(ACCOUNT.toString(), "LocalHost:10000");

        assertThat(issued.message()).startsWith("localhost:10000 wants you to sign in");
    }

    @Test
    void session_forTheRightSignature_isOpenedForTheSessionsLife() {
        var opened = (SessionAnswer.Opened) session(challenge(), ALICE);

        assertThat(opened.token()).matches("[A-Za-z0-9_-]{43}");
        assertThat(opened.expiresAt()).isEqualTo(NOON.plus(Duration.ofHours(12)));
        assertThat(sessions.find(Sha256.of(opened.token()))).contains(new Session(ACCOUNT, opened.expiresAt()));
    }

    @Test
    void opened_inALog_doesNotShowItsToken() {
        var opened = (SessionAnswer.Opened) session(challenge(), ALICE);

        assertThat(opened.toString()).isEqualTo("Opened[expiresAt=2026-11-25T00:00:00Z]");
    }

    @Test
    void usedNonce_isRefused() {
        var message = challenge();
        session(message, ALICE);

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.NONCE_USED);
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void inventedNonce_isUnknown() {
        var message = challenge().replaceFirst("Nonce: [0-9a-f]{8}", "Nonce: deadbeef");

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.NONCE_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01234567", "0123456789abcdef0123456789abcdef"})
    void nonceOfAnotherForm_isUnknown(String nonce) {
        var message = challenge().replaceFirst("Nonce: [0-9a-f]+", "Nonce: " + nonce);

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.NONCE_UNKNOWN);
    }

    @Test
    void nonceUnderAnotherMessage_isUnknown() {
        var longer =
                challenge().replace("Expiration Time: 2026-11-24T12:05:00Z", "Expiration Time: 2026-11-24T12:05:01Z");
        var said = challenge().replace("Sign in to the Weir gateway.", "Sign in for a prize.");
        var fraction = challenge().replace("12:05:00Z", "12:05:00.000Z");
        var mallorys = challenge()
                .replace("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");

        assertThat(reason(session(longer, ALICE))).isEqualTo(DenyReason.NONCE_UNKNOWN);
        assertThat(reason(session(said, ALICE))).isEqualTo(DenyReason.NONCE_UNKNOWN);
        assertThat(reason(session(fraction, ALICE))).isEqualTo(DenyReason.NONCE_UNKNOWN);
        assertThat(reason(session(mallorys, MALLORY))).isEqualTo(DenyReason.NONCE_UNKNOWN);
    }

    @Test
    void challengeOfAnInstanceWithAnotherKey_isUnknown_andWithTheSameKeyIsTaken() {
        byte[] other = new byte[32];
        other[31] = 1;
        var theirs = ((ChallengeAnswer.Issued) signIn(2, other).challenge(ACCOUNT.toString(), HOST)).message();
        var ours = ((ChallengeAnswer.Issued) signIn(3, new byte[32]).challenge(ACCOUNT.toString(), HOST)).message();

        assertThat(reason(session(theirs, ALICE))).isEqualTo(DenyReason.NONCE_UNKNOWN);
        assertThat(session(ours, ALICE)).isInstanceOf(SessionAnswer.Opened.class);
    }

    @Test
    void keyOfAnotherLength_isRefused() {
        assertThatThrownBy(() -> signIn(1, new byte[16])).hasMessage("the key of challenges has 16 bytes, expected 32");
    }

    @Test
    void messageForAnotherDomain_isRefused() {
        var message = challenge().replaceFirst("^[^ ]+ wants", "evil.example wants");

        assertThat(session(message, ALICE))
                .isEqualTo(new Refused(
                        DenyReason.DOMAIN_MISMATCH,
                        "This gateway signs in at 127.0.0.1:10000 or localhost:10000, not at 'evil.example'."));
    }

    @Test
    void messageForAnotherChain_isRefused() {
        var message = challenge().replace("Chain ID: 31337", "Chain ID: 1");

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.CHAIN_MISMATCH);
    }

    @Test
    void expiredMessage_isRefused_fromTheVeryMomentOn() {
        var message = challenge();
        clock.forward(Duration.ofMinutes(5).minusMillis(1));
        var other = challenge();
        clock.forward(Duration.ofMillis(1));

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.MESSAGE_EXPIRED);
        assertThat(session(other, ALICE)).isInstanceOf(SessionAnswer.Opened.class);
    }

    @Test
    void messageOfATimeToCome_isRefused_beyondTheSkewOfClocks() {
        var message = challenge();
        clock.forward(Duration.ofSeconds(-31));
        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.MESSAGE_NOT_YET_VALID);

        clock.forward(Duration.ofSeconds(1));
        assertThat(session(message, ALICE)).isInstanceOf(SessionAnswer.Opened.class);
    }

    @Test
    void messageThatLivesLongerThanAChallenge_isRefused() {
        var message = challenge().replace("Expiration Time: 2026", "Expiration Time: 2036");

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.MESSAGE_NOT_YET_VALID);
    }

    @Test
    void notBefore_thatIsNotReached_isRefused() {
        var message = challenge() + "\nNot Before: 2026-11-24T12:00:01Z";

        assertThat(reason(session(message, ALICE))).isEqualTo(DenyReason.MESSAGE_NOT_YET_VALID);
    }

    @Test
    void malformedMessage_isRefused() {
        assertThat(reason(signIn.session("let me in", "0x"))).isEqualTo(DenyReason.MESSAGE_MALFORMED);
        assertThat(reason(session(challenge() + "\n", ALICE))).isEqualTo(DenyReason.MESSAGE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", "hello"})
    void malformedSignature_isRefused(String signature) {
        assertThat(reason(signIn.session(challenge(), signature))).isEqualTo(DenyReason.SIGNATURE_MALFORMED);
    }

    @Test
    void highS_isRefused() {
        var message = challenge();
        var good = ALICE.sign(Eip191.digest(message));
        var s = ORDER.subtract(new BigInteger(good.substring(66, 130), 16));
        int v = HexFormat.fromHexDigits(good.substring(130)) == 27 ? 28 : 27;

        var twin = good.substring(0, 66) + "%064x%02x".formatted(s, v);

        assertThat(reason(signIn.session(message, twin))).isEqualTo(DenyReason.SIGNATURE_HIGH_S);
    }

    @Test
    void foreignSignature_isRefused() {
        var message = challenge();

        assertThat(reason(session(message, MALLORY))).isEqualTo(DenyReason.SIGNATURE_FOREIGN);
        assertThat(reason(signIn.session(message, ALICE.sign(Eip191.digest(message + " ")))))
                .isEqualTo(DenyReason.SIGNATURE_FOREIGN);
    }

    @Test
    void signatureThatNoKeyMade_isForeign() {
        var nobody = "0x" + "0".repeat(63) + "5" + "0".repeat(63) + "1" + "1b";

        assertThat(reason(signIn.session(challenge(), nobody))).isEqualTo(DenyReason.SIGNATURE_FOREIGN);
    }

    @Test
    void wrongSignature_doesNotBurnTheNonce() {
        var message = challenge();
        session(message, MALLORY);
        signIn.session(message, "0x00");

        assertThat(session(message, ALICE)).isInstanceOf(SessionAnswer.Opened.class);
    }

    @Test
    void manyAtOnceWithOneChallenge_openOneSession() throws Exception {
        var message = challenge();
        var start = new CyclicBarrier(16);
        var answers = new ArrayList<SessionAnswer>();
        try (var pool = Executors.newFixedThreadPool(16)) {
            var waiting = new ArrayList<Future<SessionAnswer>>();
            for (int thread = 0; thread < 16; thread++) {
                waiting.add(pool.submit(() -> {
                    start.await();
                    return session(message, ALICE);
                }));
            }
            for (var answer : waiting) {
                answers.add(answer.get());
            }
        }

        assertThat(answers.stream().filter(SessionAnswer.Opened.class::isInstance))
                .hasSize(1);
        assertThat(answers.stream().filter(Refused.class::isInstance).map(SignInTest::reason))
                .hasSize(15)
                .containsOnly(DenyReason.NONCE_USED);
        assertThat(sessions.size()).isEqualTo(1);
    }

    @Test
    void nonceStoreGone_failsClosed_andChallengesAreStillGiven() {
        nonces.goAway();

        assertThat(reason(session(challenge(), ALICE))).isEqualTo(DenyReason.STATE_UNAVAILABLE);
        assertThat(sessions.size()).isZero();
    }

    @Test
    void sessionStoreGone_failsClosed() {
        sessions.goAway();

        assertThat(reason(session(challenge(), ALICE))).isEqualTo(DenyReason.STATE_UNAVAILABLE);
    }

    @Test
    void signOut_endsTheSession() {
        var token = ((SessionAnswer.Opened) session(challenge(), ALICE)).token();

        signIn.signOut(token);

        assertThat(sessions.find(Sha256.of(token))).isEmpty();
    }

    @Test
    void signOut_withoutAStore_isNotSilent() {
        sessions.goAway();

        assertThatThrownBy(() -> signIn.signOut("token")).isInstanceOf(StoreUnavailable.class);
    }

    private SignIn signIn(long seed, byte[] key) {
        var rules =
                new SignInRules(List.of(HOST, "localhost:10000"), 31_337, Duration.ofMinutes(5), Duration.ofHours(12));
        return new SignIn(rules, key, nonces, sessions, clock, new SeededRandom(seed));
    }

    private String challenge() {
        return ((ChallengeAnswer.Issued) signIn.challenge(ACCOUNT.toString(), HOST)).message();
    }

    private SessionAnswer session(String message, Signer signer) {
        return signIn.session(message, signer.sign(Eip191.digest(message)));
    }

    private static DenyReason reason(Object answer) {
        return ((Refused) answer).reason();
    }
}
