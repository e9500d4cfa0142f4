package dev.weir.chain.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransferAuthorizationTest {
    private static final WalletAddress ALICE = new WalletAddress("0x" + "a".repeat(40));
    private static final WalletAddress BOB = new WalletAddress("0x" + "b".repeat(40));
    private static final Eip712Domain TOKEN = new Eip712Domain("Weir Dollar", "1", 31_337, BOB);

    private static TransferAuthorization transfer(
            WalletAddress from, WalletAddress to, int value, int after, int before, char nonce) {
        return new TransferAuthorization(
                from,
                to,
                new TokenAmount(BigInteger.valueOf(value)),
                BigInteger.valueOf(after),
                BigInteger.valueOf(before),
                new AuthorizationNonce("0x" + String.valueOf(nonce).repeat(64)));
    }

    @Test
    void digest_dependsOnEveryFieldAndOnTheToken() {
        var transfer = transfer(ALICE, BOB, 1, 2, 3, '0');

        assertThat(Set.of(
                        Eip712.digest(TOKEN, transfer),
                        Eip712.digest(new Eip712Domain("Weir Dollar", "2", 31_337, BOB), transfer),
                        Eip712.digest(TOKEN, transfer(BOB, BOB, 1, 2, 3, '0')),
                        Eip712.digest(TOKEN, transfer(ALICE, ALICE, 1, 2, 3, '0')),
                        Eip712.digest(TOKEN, transfer(ALICE, BOB, 2, 2, 3, '0')),
                        Eip712.digest(TOKEN, transfer(ALICE, BOB, 1, 3, 3, '0')),
                        Eip712.digest(TOKEN, transfer(ALICE, BOB, 1, 2, 4, '0')),
                        Eip712.digest(TOKEN, transfer(ALICE, BOB, 1, 2, 3, '1'))))
                .hasSize(8);
    }

    @Test
    void seconds_beyondAWord_areRefused() {
        var nonce = new AuthorizationNonce("0x" + "0".repeat(64));
        var amount = new TokenAmount(BigInteger.ONE);
        var tooLate = BigInteger.ONE.shiftLeft(256);

        assertThatThrownBy(() -> new TransferAuthorization(ALICE, BOB, amount, BigInteger.ZERO, tooLate, nonce))
                .hasMessageContaining("validBefore");
        assertThatThrownBy(() ->
                        new TransferAuthorization(ALICE, BOB, amount, BigInteger.ONE.negate(), BigInteger.ONE, nonce))
                .hasMessageContaining("validAfter");
    }

    @Test
    void nonce_inUpperCase_isTheSame() {
        assertThat(new AuthorizationNonce("0x" + "AB".repeat(32)))
                .isEqualTo(new AuthorizationNonce("0x" + "ab".repeat(32)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", "00", "0xgg"})
    void nonce_ofAnotherForm_isRefused(String start) {
        assertThatThrownBy(() -> new AuthorizationNonce(start)).isInstanceOf(IllegalArgumentException.class);
    }
}
