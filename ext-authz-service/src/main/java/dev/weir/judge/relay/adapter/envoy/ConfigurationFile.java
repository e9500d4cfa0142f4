package dev.weir.judge.relay.adapter.envoy;

import dev.weir.config.SyncedFile;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Logger;

/**
 * A configuration on disk. Version 1: a line with the name of the format, its version and the SHA-256 of all that follows; a line with the time and the
 * control plane's address; then each type's resources as one DiscoveryResponse after its length.
 */
final class ConfigurationFile {
    /** Four responses of what a gateway's stream takes at most, and some room. */
    static final int MAX_BYTES = 65 << 20;

    private static final Logger LOG = Logger.getLogger(ConfigurationFile.class.getName());
    private static final String FORMAT = "weir-configuration 1 ";

    private final Path file;
    private final String controlPlane;

    /** @param controlPlane whose configuration this is; another's is not read */
    ConfigurationFile(Path file, String controlPlane) {
        this.file = file;
        this.controlPlane = controlPlane;
    }

    /** Nothing where there is none, or none that can be served, which is said in one line. */
    Optional<Configuration> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            return read(new ByteArrayInputStream(Files.readAllBytes(file)));
        } catch (IOException | RuntimeException e) {
            LOG.warning(
                    file + " is damaged (" + e.getMessage()
                            + "); gateways that start are not served from it. It is made anew once the control plane answers, or delete it");
            return Optional.empty();
        }
    }

    private Optional<Configuration> read(ByteArrayInputStream in) throws IOException {
        var head = line(in);
        if (!head.startsWith(FORMAT)) {
            throw new IOException("its first line is not '" + FORMAT + "' and a digest");
        }
        var rest = in.readAllBytes();
        if (!head.equals(FORMAT + digest(rest))) {
            throw new IOException("it is not what its digest says");
        }
        var body = new ByteArrayInputStream(rest);
        var origin = line(body).split(" ", 2);
        if (!origin[1].equals(controlPlane)) {
            LOG.warning(file + " is of the control plane at " + origin[1] + ", not of the one at " + controlPlane
                    + "; gateways that start are not served from it");
            return Optional.empty();
        }
        var told = Told.NOTHING;
        while (body.available() > 0) {
            told = told.with(DiscoveryResponse.parseDelimitedFrom(body));
        }
        return Optional.of(new Configuration(told, Instant.parse(origin[0])));
    }

    private static String line(ByteArrayInputStream in) {
        var line = new StringBuilder();
        int next;
        while ((next = in.read()) >= 0 && next != '\n') {
            line.append((char) next);
        }
        return line.toString();
    }

    void write(Configuration configuration) throws IOException {
        var body = new ByteArrayOutputStream();
        body.write((configuration.at() + " " + controlPlane + "\n").getBytes(StandardCharsets.UTF_8));
        for (var type : new TreeMap<>(configuration.told().byType()).entrySet()) {
            DiscoveryResponse.newBuilder()
                    .setTypeUrl(type.getKey())
                    .addAllResources(type.getValue())
                    .build()
                    .writeDelimitedTo(body);
        }
        var all = new ByteArrayOutputStream();
        all.write((FORMAT + digest(body.toByteArray()) + "\n").getBytes(StandardCharsets.UTF_8));
        body.writeTo(all);
        Files.createDirectories(file.getParent());
        SyncedFile.replace(file, all.toByteArray());
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
