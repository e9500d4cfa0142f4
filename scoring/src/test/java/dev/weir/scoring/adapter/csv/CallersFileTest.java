package dev.weir.scoring.adapter.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.OrdinaryCallers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallersFileTest {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final OrdinaryCallers TWO =
            new OrdinaryCallers(List.of("rate", "payload"), List.of(new double[] {3.25, 120}, new double[] {0, 1e-9}));

    @TempDir
    private Path folder;

    @Test
    void file_isText_thatReadsBackAsItWas() throws IOException {
        CallersFile.write(TWO, file());

        assertThat(Files.readString(file()))
                .isEqualTo("weir callers 1\n"
                        + "sha256 c2a1fbc01d1d3b6560b3d93b26ae8dd573f17f07467625033515db84a0753fbb\n"
                        + "rate,payload\n3.25,120\n0,0\n");
        var read = CallersFile.read(file());
        assertThat(read.features()).isEqualTo(TWO.features());
        assertThat(read.rows().getFirst()).containsExactly(3.25, 120);
        assertThat(read.rows()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', first line is not 'weir callers 1'",
        "'weir callers 2\nsha256 x\n', first line is not",
        "'weir callers 1', cut or changed",
        "'weir callers 1\nsha256 00\nrate\n1\n', cut or changed"
    })
    void fileThatIsNone_isRefusedByName_withHowToMendIt(String content, String why) throws IOException {
        Files.writeString(file(), content);

        assertThatThrownBy(() -> CallersFile.read(file()))
                .isInstanceOf(InvalidCallersFile.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining(why)
                .hasMessageContaining("./weir train callers");
    }

    @Test
    void fileThatWasCut_isRefused() throws IOException {
        CallersFile.write(TWO, file());
        var whole = Files.readString(file());
        for (int length = 0; length < whole.length(); length++) {
            Files.writeString(file(), whole.substring(0, length));
            assertThatThrownBy(() -> CallersFile.read(file())).isInstanceOf(InvalidCallersFile.class);
        }
    }

    @Test
    void fileThatIsTooLong_isRefused_andNotReadWhole() throws IOException {
        Files.write(file(), new byte[(int) CallersFile.LONGEST + 1]);

        assertThatThrownBy(() -> CallersFile.read(file())).hasMessageContaining("longer than 4194304 bytes");
    }

    @Test
    void fileThatIsNotThere_isAnotherFault() {
        assertThatThrownBy(() -> CallersFile.read(file())).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void callers_haveOnlyValuesThatCanBe() {
        assertThatThrownBy(() -> one(Double.NaN)).hasMessageContaining("row 1 has the value NaN");
        assertThatThrownBy(() -> one(-1)).hasMessageContaining("row 1 has the value -1.0");
        assertThatThrownBy(() -> one(Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> one(1, 2)).hasMessageContaining("row 1 has 2 values, expected 1");
        assertThatThrownBy(() -> new OrdinaryCallers(List.of("rate"), Collections.nCopies(20_001, new double[] {1})))
                .hasMessageContaining("more than 20000 rows");
    }

    @Test
    void folder_keepsTheNewestRecords_andNamesWhatItCannotRead() throws IOException {
        var callers = new CallersFolder(folder);
        for (int minute = 0; minute < CallersFolder.MOST_RECORDS + 3; minute++) {
            callers.add(TWO, NOON.plusSeconds(60L * minute));
        }
        callers.add(TWO, NOON.plusSeconds(60L * CallersFolder.MOST_RECORDS));
        assertThat(callers.read().read()).hasSize(CallersFolder.MOST_RECORDS);

        Files.writeString(folder.resolve("callers-1999999999999.csv"), "no");
        assertThat(callers.read().unreadable()).singleElement().asString().contains("callers-1999999999999.csv");
        assertThat(callers.read().read()).hasSize(CallersFolder.MOST_RECORDS);
    }

    @Test
    void folder_withoutAnythingPublished_hasNothingInForce() throws IOException {
        var callers = new CallersFolder(folder.resolve("new"));
        assertThat(callers.inForce()).isEmpty();
        assertThat(callers.read().read()).isEmpty();

        callers.publish(TWO);
        assertThat(callers.inForce().orElseThrow().rows()).hasSize(2);
        assertThat(callers.read().read()).isEmpty();
    }

    private Path file() {
        return folder.resolve("ordinary.csv");
    }

    private static OrdinaryCallers one(double... row) {
        return new OrdinaryCallers(List.of("rate"), List.of(row));
    }
}
