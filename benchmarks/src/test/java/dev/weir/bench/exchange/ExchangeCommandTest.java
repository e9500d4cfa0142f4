package dev.weir.bench.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ExchangeCommandTest {
    @Test
    void run_tellsForEachJudgeWhatItHeardOfTheOthers() throws IOException {
        var out = new ByteArrayOutputStream();
        var command = new ExchangeCommand(new PrintStream(out, true, StandardCharsets.UTF_8));
        new CommandLine(command).parseArgs("--judges", "2", "--rate", "200", "--seconds", "1", "--warm-up", "0");

        assertThat(command.call()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains(" ms")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.strip()).matches("[12] +[1-9][0-9]* +[0-9.]+ ms +[0-9.]+ ms"));
    }

    @Test
    void json_tellsTheSame() throws IOException {
        var out = new ByteArrayOutputStream();
        var command = new ExchangeCommand(new PrintStream(out, true, StandardCharsets.UTF_8));
        new CommandLine(command)
                .parseArgs("--judges", "2", "--rate", "200", "--seconds", "1", "--warm-up", "0", "-o", "json");

        assertThat(command.call()).isZero();

        var heard = new ObjectMapper().readTree(out.toByteArray()).get("heard");
        assertThat(heard).hasSize(2).allSatisfy(judge -> {
            assertThat(judge.get("events").asLong()).isPositive();
            assertThat(judge.get("late_p99_ms").asDouble())
                    .isGreaterThanOrEqualTo(judge.get("late_p50_ms").asDouble());
        });
    }

    @Test
    void oneJudge_hasNobodyToTell() {
        var command = new ExchangeCommand();
        new CommandLine(command).parseArgs("--judges", "1");

        assertThatThrownBy(command::call)
                .hasMessage("expected 2 to 10 judges, a rate up to 100,000, 1 to 600 seconds and no negative warm-up");
    }
}
