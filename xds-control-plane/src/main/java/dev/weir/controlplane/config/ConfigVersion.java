package dev.weir.controlplane.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What is known of one version of the configuration, besides its text.
 *
 * @param number from 1, each one more than the last
 * @param by {@code operator}, {@code file} where the gateway's own file was another at a start, or {@code weir}
 * @param sha256 of its text, in hex
 * @param own that of the gateway's own file when this version was made; empty where it could not be read
 * @param takesBack the version that gateways refused, for which this one was made; 0 for none
 */
public record ConfigVersion(
        long number, Instant at, String by, String reason, String sha256, String own, long takesBack) {
    public ConfigVersion {
        Objects.requireNonNull(at, "at is null");
        Objects.requireNonNull(by, "by is null");
        Objects.requireNonNull(reason, "reason is null");
        Objects.requireNonNull(sha256, "sha256 is null");
        Objects.requireNonNull(own, "own is null");
        if (number < 1 || takesBack < 0 || takesBack >= number) {
            throw new IllegalArgumentException("version " + number + " that takes back " + takesBack + " cannot be");
        }
    }

    /** Of a text. */
    public static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
