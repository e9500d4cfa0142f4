package dev.weir.controlplane.adapter.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.config.SyncedFile;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The audit log as {@code audit.jsonl}: one JSON object a line, appended and synced. Each line names the SHA-256 of the one before, and {@code
 * audit.head} that of the last one, so that a line that was changed, taken out, put in between or cut off at the end shows when the file is read.
 *
 * <p>It is read at the start. What is wrong is said and left as it is; new lines go on after it. Whoever can write both files can forge the
 * whole: keep a copy of {@code audit.head} elsewhere where that matters.
 */
public final class FileAuditLog implements AuditLog {
    private static final int RECENT = 1_000;
    private static final int MAX_LINE = 1 << 16;
    private static final String FIRST = "0".repeat(64);
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Logger LOG = Logger.getLogger(FileAuditLog.class.getName());

    private final Path file;
    private final Path headFile;
    private final ArrayDeque<AuditEntry> recent = new ArrayDeque<>();
    private String head = FIRST;
    private int lines;
    private boolean lineOpen;
    /** Whether {@code head} is what the file has: after a failed write nobody knows. */
    private boolean known;

    private @Nullable String trouble;

    /** @throws UncheckedIOException where there is a file that cannot be read */
    public FileAuditLog(Path folder) {
        this.file = folder.resolve("audit.jsonl");
        this.headFile = folder.resolve("audit.head");
        read();
    }

    @Override
    public synchronized void append(AuditEntry entry) {
        if (!known) {
            read();
        }
        byte[] line = line(entry);
        try {
            known = false;
            Files.createDirectories(file.getParent());
            write(line);
            head = hash(line);
            SyncedFile.replace(headFile, head.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines++;
        lineOpen = false;
        known = true;
        remember(entry);
    }

    /** A line without an end is closed, never mended. */
    private void write(byte[] line) throws IOException {
        boolean created = !Files.exists(file);
        try (var log = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            var bytes = ByteBuffer.allocate(line.length + 2);
            if (lineOpen) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).put((byte) '\n').flip();
            while (bytes.hasRemaining()) {
                log.write(bytes);
            }
            log.force(true);
        }
        if (created) {
            SyncedFile.syncFolder(file);
        }
    }

    @Override
    public synchronized List<AuditEntry> recent() {
        return List.copyOf(recent);
    }

    @Override
    public synchronized Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void remember(AuditEntry entry) {
        if (recent.size() == RECENT) {
            recent.removeFirst();
        }
        recent.addLast(entry);
    }

    private byte[] line(AuditEntry entry) {
        var tree = JSON.createObjectNode()
                .put("at", entry.at().toString())
                .put("by", entry.by())
                .put("what", entry.what())
                .put("subject", entry.subject())
                .put("why", entry.why());
        var numbers = tree.putObject("numbers");
        entry.numbers().forEach(numbers::put);
        return tree.put("before", head).toString().getBytes(StandardCharsets.UTF_8);
    }

    private void read() {
        recent.clear();
        head = FIRST;
        lines = 0;
        lineOpen = false;
        var before = FIRST;
        if (Files.exists(file)) {
            try (var in = new BufferedInputStream(Files.newInputStream(file))) {
                for (byte[] line = next(in); line != null; line = next(in)) {
                    lines++;
                    check(line);
                    before = head;
                    head = hash(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
            }
        }
        checkEnd(before);
        known = true;
    }

    /** A process that ended between the line and the head leaves the head one line behind. */
    private void checkEnd(String before) {
        try {
            var noted = Files.exists(headFile) ? Files.readString(headFile).strip() : FIRST;
            if (!noted.equals(head) && !noted.equals(before)) {
                broken("the end is missing: " + headFile.getFileName() + " names another last line");
            }
        } catch (IOException e) {
            broken(headFile.getFileName() + " cannot be read");
        }
    }

    /** Null at the end; a line longer than any that is written is cut, and so is none. */
    private byte @Nullable [] next(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int read = in.read();
        if (read < 0) {
            return null;
        }
        while (read >= 0 && read != '\n') {
            if (line.size() <= MAX_LINE) {
                line.write(read);
            }
            read = in.read();
        }
        lineOpen = read < 0;
        return line.toByteArray();
    }

    private void check(byte[] line) {
        try {
            var tree = JSON.readTree(line);
            remember(entry(tree));
            if (!tree.path("before").asText().equals(head)) {
                broken("it does not follow from the line before it");
            }
        } catch (IOException | RuntimeException e) {
            broken("it is not an entry");
        }
        if (lineOpen) {
            broken("it has no end");
        }
    }

    /** The first fault is told: what comes after it may be its consequence. */
    private void broken(String why) {
        if (trouble == null) {
            var told = file.getFileName() + ", line " + lines + ": " + why;
            trouble = told;
            LOG.severe(() ->
                    "the audit log in " + file.getParent() + " is not as it was written; it stays as it is: " + told);
        }
    }

    private static AuditEntry entry(JsonNode tree) throws JsonProcessingException {
        var numbers = new TreeMap<String, Double>();
        tree.path("numbers")
                .properties()
                .forEach(
                        number -> numbers.put(number.getKey(), number.getValue().asDouble()));
        return new AuditEntry(
                Instant.parse(tree.required("at").asText()),
                tree.required("by").asText(),
                tree.required("what").asText(),
                tree.required("subject").asText(),
                tree.required("why").asText(),
                numbers);
    }

    static String hash(byte[] line) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
