package dev.weir.chain.signature;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import dev.weir.chain.signature.Recovery.HighS;
import dev.weir.chain.signature.Recovery.Malformed;
import dev.weir.chain.signature.Recovery.Recovered;
import dev.weir.chain.signature.Recovery.Unrecoverable;
import dev.weir.chain.signature.adapter.web3j.Secp256k1;
import java.math.BigInteger;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignatureRecoveryTest {
    private static final Digest HELLO = Eip191.digest("hello");
    private static final Signer ALICE = Devnet.signer(7);
    private static final String GOOD = ALICE.sign(HELLO);
    private static final String ONE = word(BigInteger.ONE);

    private static String word(BigInteger number) {
        return String.format(Locale.ROOT, "%064x", number);
    }

    @Test
    void signature_ofTheDigest_namesItsSigner() {
        assertThat(SignatureRecovery.recover(HELLO, GOOD)).isEqualTo(new Recovered(ALICE.wallet()));
    }

    @Test
    void signature_ofAnotherDigest_namesSomebodyElse() {
        assertThat(SignatureRecovery.recover(Eip191.digest("hallo"), GOOD)).isNotEqualTo(new Recovered(ALICE.wallet()));
    }

    @Test
    void v_countedFromZero_isTakenToo() {
        int v = Integer.parseInt(GOOD, 130, 132, 16);
        var fromZero = GOOD.substring(0, 130) + String.format(Locale.ROOT, "%02x", v - 27);

        assertThat(SignatureRecovery.recover(HELLO, fromZero)).isEqualTo(new Recovered(ALICE.wallet()));
    }

    @Test
    void signature_inUpperCase_isTheSame() {
        var upper = "0x" + GOOD.substring(2).toUpperCase(Locale.ROOT);

        assertThat(SignatureRecovery.recover(HELLO, upper)).isEqualTo(new Recovered(ALICE.wallet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "1a", "1d", "25", "26", "ff"})
    void v_thatNamesNoPoint_isMalformed(String v) {
        assertThat(SignatureRecovery.recover(HELLO, GOOD.substring(0, 130) + v)).isEqualTo(new Malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "hello", "0x1b", "1b", "0xé"})
    void text_thatIsNoSignature_isMalformed(String text) {
        assertThat(SignatureRecovery.recover(HELLO, text)).isEqualTo(new Malformed());
    }

    @Test
    void signature_withAByteMoreOrLess_isMalformed() {
        assertThat(SignatureRecovery.recover(HELLO, GOOD + "00")).isEqualTo(new Malformed());
        assertThat(SignatureRecovery.recover(HELLO, GOOD.substring(0, 130))).isEqualTo(new Malformed());
        assertThat(SignatureRecovery.recover(HELLO, GOOD + "\n")).isEqualTo(new Malformed());
        assertThat(SignatureRecovery.recover(HELLO, GOOD.substring(2))).isEqualTo(new Malformed());
    }

    @Test
    void rAndS_outOfRange_areMalformed() {
        var zero = word(BigInteger.ZERO);
        var order = word(Secp256k1.ORDER);
        for (String bad : new String[] {zero, order, "f".repeat(64)}) {
            assertThat(SignatureRecovery.recover(HELLO, "0x" + bad + ONE + "1b"))
                    .isEqualTo(new Malformed());
            assertThat(SignatureRecovery.recover(HELLO, "0x" + ONE + bad + "1b"))
                    .isEqualTo(new Malformed());
        }
    }

    @Test
    void s_inTheUpperHalf_isHighS() {
        var half = Secp256k1.ORDER.shiftRight(1);

        assertThat(SignatureRecovery.recover(HELLO, "0x" + ONE + word(half.add(BigInteger.ONE)) + "1b"))
                .isEqualTo(new HighS());
        assertThat(SignatureRecovery.recover(HELLO, "0x" + ONE + word(half) + "1b"))
                .isInstanceOf(Recovered.class);
    }

    @Test
    void r_thatIsNoAbscissa_isUnrecoverable() {
        // 5^3 + 7 = 132 is not a square modulo the field's prime
        var five = word(BigInteger.valueOf(5));

        assertThat(SignatureRecovery.recover(HELLO, "0x" + five + ONE + "1b")).isEqualTo(new Unrecoverable());
    }

    @Test
    void signature_whoseKeyIsThePointAtInfinity_isUnrecoverable() {
        // With k = 1, r is the generator's abscissa (whose ordinate is even) and s = e makes the key r^-1(sR - eG)
        // vanish.
        var generator = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
        var e = BigInteger.valueOf(12_345);
        byte[] digest = new byte[32];
        digest[30] = 0x30;
        digest[31] = 0x39;

        assertThat(SignatureRecovery.recover(Digest.of(digest), "0x" + generator + word(e) + "1b"))
                .isEqualTo(new Unrecoverable());
    }

    @Test
    void everySignature_isLowAndNamesItsSigner_andItsTwinIsHighS() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_260_101L);
        for (int i = 0; i < 200; i++) {
            var signer = Devnet.signer(random.nextInt(10));
            byte[] message = new byte[random.nextInt(100)];
            random.nextBytes(message);
            var digest = Eip191.digest(message);

            var signature = signer.sign(digest);

            assertThat(SignatureRecovery.recover(digest, signature)).isEqualTo(new Recovered(signer.wallet()));
            assertThat(SignatureRecovery.recover(digest, twin(signature))).isEqualTo(new HighS());
        }
    }

    /** (r, n - s, other v): as good to the curve, and made without the key. */
    private static String twin(String signature) {
        var s = new BigInteger(signature.substring(66, 130), 16);
        var v = signature.endsWith("1b") ? "1c" : "1b";
        return signature.substring(0, 66) + word(Secp256k1.ORDER.subtract(s)) + v;
    }
}
