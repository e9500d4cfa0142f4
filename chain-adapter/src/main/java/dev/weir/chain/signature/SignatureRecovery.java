package dev.weir.chain.signature;

import dev.weir.chain.signature.Recovery.HighS;
import dev.weir.chain.signature.Recovery.Malformed;
import dev.weir.chain.signature.Recovery.Recovered;
import dev.weir.chain.signature.Recovery.Unrecoverable;
import dev.weir.chain.signature.adapter.web3j.Secp256k1;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Finds the account that signed a digest, for signatures in the form that wallets give: 0x and 130 hex digits, being r (32
 * bytes), s (32 bytes), v (27 or 28; 0 or 1 from some hardware wallets).
 *
 * <p>Strict, because a signature that has two accepted forms can be replayed in the other: r and s are in [1, n), s is in
 * the lower half. The compact form of EIP-2098 is refused for the same reason.
 */
public final class SignatureRecovery {
    private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{130}");
    private static final BigInteger HALF_ORDER = Secp256k1.ORDER.shiftRight(1);

    private SignatureRecovery() {}

    /** Never throws on any text; what cannot be read is {@link Malformed}. */
    public static Recovery recover(Digest digest, String signature) {
        if (!FORM.matcher(signature).matches()) {
            return new Malformed();
        }
        var r = new BigInteger(signature.substring(2, 66), 16);
        var s = new BigInteger(signature.substring(66, 130), 16);
        int yParity = yParity(Integer.parseInt(signature, 130, 132, 16));
        if (yParity < 0 || !inRange(r) || !inRange(s)) {
            return new Malformed();
        }
        if (s.compareTo(HALF_ORDER) > 0) {
            return new HighS();
        }
        return Secp256k1.recover(digest.bytes(), r, s, yParity)
                .<Recovery>map(Recovered::new)
                .orElseGet(Unrecoverable::new);
    }

    /** 0 or 1, or -1 for a v that names neither point. */
    private static int yParity(int v) {
        return switch (v) {
            case 0, 27 -> 0;
            case 1, 28 -> 1;
            default -> -1;
        };
    }

    private static boolean inRange(BigInteger scalar) {
        return scalar.signum() > 0 && scalar.compareTo(Secp256k1.ORDER) < 0;
    }
}
