package dev.weir.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

final class BarTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, UTF_8);

    @Test
    void bar_isDrawnOverItself_andCleared() {
        var bar = new Bar(out, true);

        bar.at("mixed", 10, 20);
        bar.at("one", 3, 3);
        bar.clear();

        var half = "  mixed " + "#".repeat(15) + ".".repeat(15) + " 10 of 20";
        var whole = "  one " + "#".repeat(30) + " 3 of 3";
        assertThat(said.toString(UTF_8))
                .isEqualTo("\r" + half + "\r" + whole + "    " + "\r" + " ".repeat(whole.length()) + "\r");
    }

    @Test
    void bar_whereNobodyLooks_saysNothing() {
        var bar = new Bar(out, false);

        bar.at("mixed", 1, 2);
        bar.clear();

        assertThat(said.size()).isZero();
    }
}
