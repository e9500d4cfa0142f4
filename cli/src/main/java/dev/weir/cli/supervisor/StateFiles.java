package dev.weir.cli.supervisor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.chain.ContractAddresses;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the files that a home kept can be read, asked before anything starts: a service that meets a damaged one would die of it again and again.
 * Each fault is one line: which file, what is wrong, how to mend it. What a service itself sets aside or leaves as it is (weights, audit log) is not
 * asked here.
 */
final class StateFiles {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String VERSION = "# weir-config-version 1 {";

    private StateFiles() {}

    /** Throws where the file is not what it should be, with what is wrong as its message. */
    private interface Check {
        void of(Path file) throws IOException;
    }

    static List<String> faults(Home home) {
        var faults = new ArrayList<String>();
        var controlPlane = home.data("control-plane");
        fault(home.adminToken(), StateFiles::token, "delete it, the next start makes another")
                .ifPresent(faults::add);
        fault(
                        controlPlane.resolve("orders.json"),
                        StateFiles::json,
                        "mend it, or delete it to start without pins and freeze")
                .ifPresent(faults::add);
        fault(
                        controlPlane.resolve("rollout.json"),
                        StateFiles::json,
                        "mend it, or delete it to begin with EWMA and what is published")
                .ifPresent(faults::add);
        for (var version : versions(controlPlane.resolve("config-versions"))) {
            fault(version, StateFiles::configVersion, "mend it, or delete it to go on with the version before")
                    .ifPresent(faults::add);
        }
        fault(
                        home.data("ext-authz").resolve("sign-in.mv.db"),
                        StateFiles::database,
                        "put a copy back, or delete it: everybody signs in again")
                .ifPresent(faults::add);
        fault(
                        home.data("chain").resolve("anvil-state.json"),
                        StateFiles::json,
                        "put a copy back, or delete it: the devnet begins anew, without the stakes of before")
                .ifPresent(faults::add);
        fault(
                        home.contracts(),
                        ContractAddresses::read,
                        "put a copy back, or delete it: on the devnet the next start deploys the contracts anew")
                .ifPresent(faults::add);
        return faults;
    }

    private static Optional<String> fault(Path file, Check check, String mend) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            check.of(file);
            return Optional.empty();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            var why = String.valueOf(e.getMessage())
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replace(file.toString(), "it");
            return Optional.of(file + " is damaged (" + why + "); " + mend);
        }
    }

    private static void token(Path file) throws IOException {
        if (!Files.readString(file).strip().matches("[A-Za-z0-9_-]{16,256}")) {
            throw new IllegalArgumentException("it holds no token");
        }
    }

    private static List<Path> versions(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static void configVersion(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var head = new String(in.readNBytes(VERSION.length()), StandardCharsets.UTF_8);
            if (!head.equals(VERSION)) {
                throw new IllegalArgumentException("its first line does not say what it is");
            }
        }
    }

    /** One JSON object from the first byte to the last; read as a stream, because a chain's can be large. */
    private static void json(Path file) throws IOException {
        try (var parser = JSON.createParser(file.toFile())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is not a JSON object");
            }
            parser.skipChildren();
            if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
                throw new IllegalArgumentException("its end is missing, or more follows");
            }
        }
    }

    /** H2 writes the word of its format at the begin of the first two blocks. */
    private static void database(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4_100);
            // An empty one is what a start that was cut off left, and is begun anew.
            if (head.length > 0 && !headed(head, 0) && !headed(head, 4_096)) {
                throw new IllegalArgumentException("it is not an H2 database");
            }
        }
    }

    private static boolean headed(byte[] bytes, int at) {
        return bytes.length >= at + 4 && new String(bytes, at, 4, StandardCharsets.ISO_8859_1).equals("H:2,");
    }
}
