package dev.weir.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.web3j.crypto.Bip32ECKeyPair;
import org.web3j.crypto.MnemonicUtils;

final class DevnetTest {
    private static final int HARDENED = Bip32ECKeyPair.HARDENED_BIT;

    @Test
    void keys_areThoseOfTheTestMnemonic() {
        var seed = MnemonicUtils.generateSeed("test ".repeat(11) + "junk", "");
        var master = Bip32ECKeyPair.generateKeyPair(seed);
        for (int i = 0; i < 10; i++) {
            int[] path = {44 | HARDENED, 60 | HARDENED, HARDENED, 0, i};
            assertThat(Devnet.signer(i).privateKey())
                    .isEqualTo(Bip32ECKeyPair.deriveKeyPair(master, path).getPrivateKey());
        }
        assertThat(Devnet.signers()).hasSize(10);
    }

    @Test
    void wallet_thatTheDevnetDoesNotHave_isRefused() {
        assertThatThrownBy(() -> Devnet.wallet(10)).hasMessage("the devnet has wallets 0 to 9, not 10");
        assertThatThrownBy(() -> Devnet.wallet(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
