package dev.weir.chain.signature;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.chain.signature.adapter.web3j.Keccak256;
import dev.weir.model.WalletAddress;
import java.util.regex.Pattern;

/** Addresses in mixed case, where the case of the letters is a checksum (ERC-55). */
public final class Eip55 {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

    private Eip55() {}

    /** The address with its checksum, as wallets show it and EIP-4361 demands it. */
    public static String checksummed(WalletAddress address) {
        String digits = address.value().substring(2);
        byte[] hash = Keccak256.hash(digits.getBytes(US_ASCII));
        var text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            int nibble = (hash[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 0xf;
            text.append(nibble >= 8 ? Character.toUpperCase(digits.charAt(i)) : digits.charAt(i));
        }
        return text.toString();
    }

    /** Whether the text is an address whose checksum is right. All lower or all upper case carries none, and is not. */
    public static boolean isChecksummed(String text) {
        return ADDRESS.matcher(text).matches()
                && checksummed(new WalletAddress(text)).equals(text);
    }
}
