package dev.weir.chain.signature.adapter.web3j;

import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Keys;
import org.web3j.crypto.Sign;

/** The curve of Ethereum's signatures (SEC 2, section 2.4.1). */
public final class Secp256k1 {
    /** The order n of the group; keys, r and s are in [1, n). */
    public static final BigInteger ORDER = Sign.CURVE_PARAMS.getN();

    private Secp256k1() {}

    /** The account of a private key in [1, n). */
    public static WalletAddress walletOf(BigInteger privateKey) {
        return new WalletAddress("0x" + Keys.getAddress(Sign.publicKeyFromPrivate(privateKey)));
    }

    /** 65 bytes r, s, v with v in {27, 28}; s is in the lower half and k comes from the key and the digest (RFC 6979). */
    public static byte[] sign(byte[] digest, BigInteger privateKey) {
        var signed = Sign.signMessage(digest, ECKeyPair.create(privateKey), false);
        byte[] rsv = Arrays.copyOf(signed.getR(), 65);
        System.arraycopy(signed.getS(), 0, rsv, 32, 32);
        rsv[64] = signed.getV()[0];
        return rsv;
    }

    /**
     * The account whose key made the signature; empty where r is not the abscissa of a point, or where the key comes out as
     * the point at infinity (anyone can compute such a signature for any digest).
     *
     * @param yParity 0 or 1: which of the two points with abscissa r
     */
    public static Optional<WalletAddress> recover(byte[] digest, BigInteger r, BigInteger s, int yParity) {
        return publicKey(digest, r, s, yParity)
                .filter(key -> key.signum() > 0)
                .map(key -> new WalletAddress("0x" + Keys.getAddress(key)));
    }

    private static Optional<BigInteger> publicKey(byte[] digest, BigInteger r, BigInteger s, int yParity) {
        try {
            return Optional.ofNullable(Sign.recoverFromSignature(yParity, new ECDSASignature(r, s), digest));
        } catch (IllegalArgumentException notOnTheCurve) {
            return Optional.empty();
        }
    }
}
