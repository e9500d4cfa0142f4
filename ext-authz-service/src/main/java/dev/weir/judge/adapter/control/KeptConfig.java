package dev.weir.judge.adapter.control;

import dev.weir.config.ConfigException;
import dev.weir.config.SyncedFile;
import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The configuration that the control plane told last, on disk. Version 1 of the file: a line with the name of the format, its version, the SHA-256 of all that follows and
 * the configuration's number; a line with the control plane's address; then weir.yaml as it was told. What another control plane told is not read.
 */
public final class KeptConfig {
    private static final Logger LOG = Logger.getLogger(KeptConfig.class.getName());
    private static final String FORMAT = "weir-in-force 1 ";
    private static final int MAX_BYTES = 5 << 20;

    private final Path file;
    private final String controlPlane;

    /** @param folder where {@code in-force} lies @param controlPlane whose it is */
    public KeptConfig(Path folder, String controlPlane) {
        this.file = folder.resolve("in-force");
        this.controlPlane = controlPlane;
    }

    /** @param version as the control plane counts */
    record Kept(long version, String yaml, WeirConfig config) {}

    /**
     * What a judge begins with: what was told last, so that an API that was closed does not open by a restart; what needs a restart (chain, state, auth) by the
     * judge's own file. The own file alone where nothing was kept, or nothing that can be read beside it.
     *
     * @param own the judge's file, read only as far as it is needed
     * @throws ConfigException where neither can be used
     */
    public static WeirConfig begin(Path own, Path folder, String controlPlane) {
        var kept = new KeptConfig(folder, controlPlane).read();
        if (kept.isEmpty()) {
            return WeirConfig.read(own);
        }
        var told = kept.get().config();
        try {
            var written = WeirConfig.read(own);
            return new WeirConfig(
                    told.apis(),
                    told.pools(),
                    told.edge(),
                    told.weights(),
                    told.rollout(),
                    written.chain(),
                    written.state(),
                    written.auth());
        } catch (ConfigException e) {
            LOG.warning("begins with version " + kept.get().version()
                    + " of the control plane alone, as its own file is bad: " + e.getMessage());
            return told;
        } catch (IllegalArgumentException e) {
            LOG.warning("begins with its own file, which does not go with version "
                    + kept.get().version() + " of the control plane: " + e.getMessage());
            return WeirConfig.read(own);
        }
    }

    /** Nothing where there is none, or none that can be used, which is said in one line. */
    Optional<Kept> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("it is longer than " + MAX_BYTES + " bytes");
            }
            var all = Files.readAllBytes(file);
            int head = end(all, 0);
            var first = line(all, 0, head).split(" ");
            if (first.length != 4 || !(first[0] + " " + first[1] + " ").equals(FORMAT)) {
                throw new IOException("its first line is not '" + FORMAT + "', a digest and a number");
            }
            var rest = Arrays.copyOfRange(all, head + 1, all.length);
            if (!first[2].equals(digest(rest))) {
                throw new IOException("it is not what its digest says");
            }
            int origin = end(rest, 0);
            if (!line(rest, 0, origin).equals(controlPlane)) {
                LOG.warning(file + " is of the control plane at " + line(rest, 0, origin) + ", not of the one at "
                        + controlPlane + "; it is not used");
                return Optional.empty();
            }
            var yaml = new String(rest, origin + 1, rest.length - origin - 1, StandardCharsets.UTF_8);
            return Optional.of(new Kept(Long.parseLong(first[3]), yaml, parse(yaml)));
        } catch (IOException | RuntimeException e) {
            LOG.warning(file + " is damaged (" + e.getMessage()
                    + "); it is not used, and made anew once the control plane answers");
            return Optional.empty();
        }
    }

    /** @throws ConfigException with lines of the text */
    static WeirConfig parse(String yaml) {
        return YamlReader.read("what the control plane told", yaml.getBytes(StandardCharsets.UTF_8), WeirConfig.class);
    }

    /** One thread. @throws IOException where it is not on disk; the old one stands then */
    void write(long version, String yaml) throws IOException {
        var rest = (controlPlane + "\n" + yaml).getBytes(StandardCharsets.UTF_8);
        var head = (FORMAT + digest(rest) + " " + version + "\n").getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, all, head.length, rest.length);
        Files.createDirectories(file.toAbsolutePath().getParent());
        SyncedFile.replace(file, all);
    }

    private static int end(byte[] bytes, int from) throws IOException {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        throw new IOException("it has no lines");
    }

    private static String line(byte[] bytes, int from, int end) {
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
