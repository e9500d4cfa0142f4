package dev.weir.controlplane.adapter.file;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.controlplane.audit.AuditEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileAuditLogTest {
    private static final AuditEntry ABORT = new AuditEntry(
            START.plusNanos(1), "weir", "abort", "a".repeat(64), "slow – \"very\"\nso", Map.of("p99_ms", 31.25));

    @TempDir
    private Path folder;

    @Test
    void newLog_isEmpty_andWhole() {
        assertThat(new FileAuditLog(folder).recent()).isEmpty();
        assertThat(new FileAuditLog(folder).trouble()).isEmpty();
    }

    @Test
    void entries_outliveTheProcess_inTheirOrder() {
        var log = new FileAuditLog(folder.resolve("new"));
        log.append(pin(1));
        log.append(ABORT);

        var reopened = new FileAuditLog(folder.resolve("new"));
        reopened.append(pin(2));
        assertThat(reopened.recent()).containsExactly(pin(1), ABORT, pin(2));
        assertThat(new FileAuditLog(folder.resolve("new")).recent()).containsExactly(pin(1), ABORT, pin(2));
        assertThat(new FileAuditLog(folder.resolve("new")).trouble()).isEmpty();
    }

    @Test
    void line_isAsGolden_andNamesTheHashOfTheOneBefore() throws IOException {
        var log = new FileAuditLog(folder);
        log.append(pin(1));
        log.append(ABORT);

        assertThat(lines().getFirst())
                .isEqualTo(
                        "{\"at\":\"2026-01-01T00:00:01Z\",\"by\":\"operator\",\"what\":\"pin\",\"subject\":\"quotes/amber\","
                                + "\"why\":\"reason 1\",\"numbers\":{},\"before\":\"" + "0".repeat(64) + "\"}");
        assertThat(lines().get(1))
                .endsWith("\"before\":\"" + FileAuditLog.hash(lines().getFirst().getBytes(StandardCharsets.UTF_8))
                        + "\"}");
    }

    @Test
    void onlyTheLastThousand_areInMemory_andAllAreOnDisk() throws IOException {
        var log = new FileAuditLog(folder);
        for (int i = 0; i < 1_003; i++) {
            log.append(pin(i));
        }

        assertThat(log.recent()).hasSize(1_000).startsWith(pin(3)).endsWith(pin(1_002));
        assertThat(lines()).hasSize(1_003);
    }

    @Test
    void changedLine_isNoticed_whicheverItIs() throws IOException {
        for (int line = 0; line < 5; line++) {
            fiveEntries();
            var lines = lines();
            lines.set(line, lines.get(line).replace("reason", "pretext"));
            write(lines);

            assertThat(new FileAuditLog(folder).trouble())
                    .as("line %d", line + 1)
                    .hasValueSatisfying(trouble -> assertThat(trouble)
                            .matches("audit.jsonl, line \\d: (it does not follow from|the end is missing).*"));
        }
    }

    @Test
    void lineTakenOut_isNoticed_alsoTheLastOne() throws IOException {
        for (int line = 0; line < 5; line++) {
            fiveEntries();
            var lines = lines();
            lines.remove(line);
            write(lines);

            assertThat(new FileAuditLog(folder).trouble())
                    .as("line %d", line + 1)
                    .isPresent();
        }
    }

    @Test
    void linesInAnotherOrder_areNoticed() throws IOException {
        fiveEntries();
        write(lines().reversed());

        assertThat(new FileAuditLog(folder).trouble())
                .contains("audit.jsonl, line 1: it does not follow from the line before it");
    }

    @Test
    void wholeLogTakenAway_isNoticed() throws IOException {
        fiveEntries();
        Files.delete(folder.resolve("audit.jsonl"));

        assertThat(new FileAuditLog(folder).trouble()).isPresent();
    }

    @Test
    void lineWithoutAnEnd_isNoticed_andTheNextOneBeginsANewLine() throws IOException {
        fiveEntries();
        Files.writeString(folder.resolve("audit.jsonl"), "{\"at\":\"2026", StandardOpenOption.APPEND);

        var log = new FileAuditLog(folder);
        assertThat(log.trouble()).contains("audit.jsonl, line 6: it is not an entry");
        log.append(pin(7));
        assertThat(lines()).hasSize(7).element(5).isEqualTo("{\"at\":\"2026");
        assertThat(log.recent()).endsWith(pin(7));
    }

    @Test
    void brokenLog_staysAsItIs_andStaysBroken() throws IOException {
        fiveEntries();
        var lines = lines();
        lines.set(2, "gone");
        write(lines);

        new FileAuditLog(folder).append(pin(6));
        assertThat(lines().subList(0, 5)).isEqualTo(lines);
        assertThat(new FileAuditLog(folder).trouble()).contains("audit.jsonl, line 3: it is not an entry");
    }

    @Test
    void processThatEndedBeforeItNotedItsLastLine_isNoTrouble() throws IOException {
        fiveEntries();
        var head = Files.readString(folder.resolve("audit.head"));
        new FileAuditLog(folder).append(pin(6));
        Files.writeString(folder.resolve("audit.head"), head);

        assertThat(new FileAuditLog(folder).trouble()).isEmpty();
    }

    @Test
    void endlessLine_isReadInBoundedRoom_andNoticed() throws IOException {
        Files.writeString(folder.resolve("audit.jsonl"), "x".repeat(1 << 20) + "\n");

        assertThat(new FileAuditLog(folder).trouble()).contains("audit.jsonl, line 1: it is not an entry");
    }

    @Test
    void append_whereNothingCanBeWritten_throws_andGoesOnOnceItCan() throws IOException {
        var place = folder.resolve("place");
        var log = new FileAuditLog(place);
        Files.writeString(place, "a file where the folder should be");
        assertThatThrownBy(() -> log.append(pin(1))).isInstanceOf(UncheckedIOException.class);

        Files.delete(place);
        log.append(pin(2));
        assertThat(new FileAuditLog(place).recent()).containsExactly(pin(2));
        assertThat(new FileAuditLog(place).trouble()).isEmpty();
    }

    private void fiveEntries() throws IOException {
        Files.deleteIfExists(folder.resolve("audit.jsonl"));
        Files.deleteIfExists(folder.resolve("audit.head"));
        var log = new FileAuditLog(folder);
        for (int i = 1; i <= 5; i++) {
            log.append(pin(i));
        }
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(folder.resolve("audit.jsonl")));
    }

    private void write(List<String> lines) throws IOException {
        Files.write(folder.resolve("audit.jsonl"), lines);
    }

    private static AuditEntry pin(int number) {
        return AuditEntry.ordered(START.plusSeconds(number), "operator", "pin", "quotes/amber", "reason " + number);
    }
}
