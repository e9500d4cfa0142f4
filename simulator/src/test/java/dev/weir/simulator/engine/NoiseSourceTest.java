package dev.weir.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.weir.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoiseSourceTest {
    @TempDir
    Path folder;

    @Test
    void speed_isTheUsualLatency_overThatOfNow() throws IOException {
        write("2.0,0\n4.0,0\n".repeat(10));

        var speeds = NoiseSource.read(folder).getFirst().from(new SplittableRandom(1));

        assertThat(DoubleStream.generate(speeds).limit(40).distinct().sorted()).containsExactly(1.0, 2.0);
    }

    @Test
    void machines_areOneSourceEach() throws IOException {
        write("2.0,0\n3.0,1\n".repeat(20));
        Files.writeString(folder.resolve("other.csv"), "value,VM_id\n" + "5,0\n".repeat(20));

        assertThat(NoiseSource.read(folder)).hasSize(3);
    }

    @Test
    void machine_withTooFewLatencies_isLeftOut() throws IOException {
        write("2.0,0\n".repeat(20) + "3.0,1\n".repeat(19));

        assertThat(NoiseSource.read(folder)).hasSize(1);
    }

    @Test
    void folder_withTooFewLatencies_isRefused() throws IOException {
        write("2.0,0\n".repeat(19));

        assertThatThrownBy(() -> NoiseSource.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder + ": no CSV file there has 20 latencies of one machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "0", "-1.5", "NaN", "Infinity", ""})
    void latency_thatIsNone_isRefused_withItsLine(String bad) throws IOException {
        write("2.0,0\n".repeat(3) + bad + ",0\n" + "2.0,0\n".repeat(3));

        assertThatThrownBy(() -> NoiseSource.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("a.csv") + ":5: '" + bad
                        + "' is not a latency: expected a number above 0 in the column 'value'");
    }

    @Test
    void file_withoutTheColumn_isRefused() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "latency,VM_id\n2.0,0\n");

        assertThatThrownBy(() -> NoiseSource.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("a.csv")
                        + ":2: 'null' is not a latency: expected a number above 0 in the column 'value'");
    }

    @Test
    void row_withMoreCellsThanHeads_isRefused() throws IOException {
        write("2.0,0\n2.0,0,7,8\n");

        assertThatThrownBy(() -> NoiseSource.read(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(folder.toString())
                .hasMessageContaining("--data names a folder of CSV files");
    }

    @Test
    void folder_thatIsNotThere_isRefused() {
        var missing = folder.resolve("missing");

        assertThatThrownBy(() -> NoiseSource.read(missing))
                .isInstanceOf(ConfigException.class)
                .hasMessage(missing + ": cannot be read (" + missing + "); --data names a folder of CSV files");
    }

    @Test
    void generatedSpeeds_haveTheirSpread_andAreTheSameForASeed() {
        double[] logs = DoubleStream.generate(NoiseSource.generated(0.3, new SplittableRandom(5)))
                .limit(20_000)
                .map(Math::log)
                .toArray();

        double squares = DoubleStream.of(logs).map(log -> log * log).average().orElseThrow();
        assertThat(Math.sqrt(squares)).isEqualTo(0.3, within(0.01));
        assertThat(NoiseSource.generated(0.3, new SplittableRandom(5)).getAsDouble())
                .isEqualTo(Math.exp(logs[0]), within(1e-12));
    }

    private void write(String rows) throws IOException {
        Files.writeString(folder.resolve("a.csv"), "value,VM_id\n" + rows);
    }
}
