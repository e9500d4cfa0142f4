package dev.weir.chain.signature.adapter.web3j;

import org.web3j.crypto.Hash;

/** Keccak-256 as Ethereum uses it: the submission's padding, not that of the SHA-3 standard. */
public final class Keccak256 {
    private Keccak256() {}

    /** The 32 bytes of the hash. */
    public static byte[] hash(byte[] input) {
        return Hash.sha3(input);
    }
}
