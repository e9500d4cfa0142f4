package dev.weir.judge.signin;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes nonces that tell by themselves that they were made here, for one message: 16 random bytes, then the first 16 bytes of
 * HMAC-SHA256 (RFC 2104) over the message with the random part alone as its nonce. Any thread.
 *
 * <p>So a challenge costs no storage until it is used: anybody may ask one for anybody's account, and with a table of open
 * challenges, however bounded, strangers could fill it or push an owner's own challenge out.
 *
 * <p>Who knows the key can make what {@code /auth/challenge} gives to everyone, and no signature.
 */
final class Challenges {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;
    private static final int DIGITS = 2 * BYTES;

    private final byte[] key;
    private final SecureRandom random;

    /** @param key of 32 bytes, the same at every instance of the gateway */
    Challenges(byte[] key, SecureRandom random) {
        if (key.length != 32) {
            throw new IllegalArgumentException("the key of challenges has " + key.length + " bytes, expected 32");
        }
        this.key = key.clone();
        this.random = random;
    }

    /** The same message under a nonce of ours. @param draft whose nonce does not matter */
    SiweMessage seal(SiweMessage draft) {
        byte[] fresh = new byte[BYTES];
        random.nextBytes(fresh);
        var unsealed = draft.withNonce(HexFormat.of().formatHex(fresh));
        return draft.withNonce(unsealed.nonce() + tag(unsealed));
    }

    /** Whether this very text was made here. It may have been used since. */
    boolean issued(SiweMessage message, String text) {
        var nonce = message.nonce();
        if (nonce.length() != 2 * DIGITS || !message.text().equals(text)) {
            return false;
        }
        var tag = tag(message.withNonce(nonce.substring(0, DIGITS)));
        return MessageDigest.isEqual(
                tag.getBytes(US_ASCII), nonce.substring(DIGITS).getBytes(US_ASCII));
    }

    private String tag(SiweMessage message) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of()
                    .formatHex(Arrays.copyOf(mac.doFinal(message.text().getBytes(UTF_8)), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
