package dev.weir.chain.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.model.Heartbeat;
import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * Digests of typed data (EIP-712), Weir's own and that of payments: Keccak-256 of bytes 0x1901, the domain separator and the
 * struct's hash. Solidity computes the same; {@code contracts/vectors/digests.json} holds both to it.
 */
public final class Eip712 {
    private static final byte[] VERSION = {0x19, 0x01};
    private static final byte[] DOMAIN_TYPE =
            typeHash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final byte[] HEARTBEAT_TYPE =
            typeHash("Heartbeat(string node,string address,uint64 sequence,uint64 sentAt,uint32 inFlight)");
    private static final byte[] TRANSFER_TYPE =
            typeHash("TransferWithAuthorization(address from,address to,uint256 value,"
                    + "uint256 validAfter,uint256 validBefore,bytes32 nonce)");

    private Eip712() {}

    /**
     * What a node's operator signs of a heartbeat; {@code sentAt} counts seconds since the epoch.
     *
     * @throws IllegalArgumentException if the heartbeat was sent before the epoch
     */
    public static Digest digest(Eip712Domain domain, Heartbeat heartbeat) {
        long sentAt = heartbeat.sentAt().getEpochSecond();
        if (sentAt < 0) {
            throw new IllegalArgumentException("sentAt is before the epoch");
        }
        var struct = Digest.keccak(
                HEARTBEAT_TYPE,
                string(heartbeat.node().value()),
                string(heartbeat.address().toString()),
                word(heartbeat.sequence()),
                word(sentAt),
                word(heartbeat.inFlight()));
        return Digest.keccak(VERSION, separator(domain).bytes(), struct.bytes());
    }

    /** What a payer signs of a transfer (EIP-3009); the domain is the token's own. */
    public static Digest digest(Eip712Domain token, TransferAuthorization transfer) {
        var struct = Digest.keccak(
                TRANSFER_TYPE,
                word(transfer.from()),
                word(transfer.to()),
                word(transfer.value().baseUnits()),
                word(transfer.validAfter()),
                word(transfer.validBefore()),
                HexFormat.of().parseHex(transfer.nonce().value(), 2, 66));
        return Digest.keccak(VERSION, separator(token).bytes(), struct.bytes());
    }

    static Digest separator(Eip712Domain domain) {
        return Digest.keccak(
                DOMAIN_TYPE,
                string(domain.name()),
                string(domain.version()),
                word(domain.chainId()),
                word(domain.verifyingContract()));
    }

    private static byte[] typeHash(String type) {
        return Digest.keccak(type.getBytes(US_ASCII)).bytes();
    }

    private static byte[] string(String value) {
        return Digest.keccak(value.getBytes(UTF_8)).bytes();
    }

    /** A number that is not negative, as a big-endian word of 32 bytes. */
    private static byte[] word(long value) {
        return ByteBuffer.allocate(32).putLong(24, value).array();
    }

    /** A number in 0..2^256-1. */
    private static byte[] word(BigInteger value) {
        byte[] signed = value.toByteArray();
        int skipped = Math.max(0, signed.length - 32); // the byte of the sign, where all 256 bits are used
        int length = signed.length - skipped;
        return ByteBuffer.allocate(32).put(32 - length, signed, skipped, length).array();
    }

    private static byte[] word(WalletAddress address) {
        byte[] account = HexFormat.of().parseHex(address.value(), 2, 42);
        return ByteBuffer.allocate(32).put(12, account).array();
    }
}
