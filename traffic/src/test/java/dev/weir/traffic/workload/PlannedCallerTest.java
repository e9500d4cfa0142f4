package dev.weir.traffic.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlannedCallerTest {
    @Test
    void plannedCallers_haveAddressesOfTheirOwn() {
        assertThat(IntStream.range(0, 10_000)
                        .mapToObj(index -> PlannedCaller.of(Party.HONEST, index).source()))
                .doesNotHaveDuplicates()
                .allMatch(source -> source.isLoopbackAddress());
    }

    @Test
    void clientOfALog_keepsItsAddressAndToken() {
        assertThat(PlannedCaller.logged("192.0.2.7", 20)).isEqualTo(PlannedCaller.logged("192.0.2.7", 20));
    }

    @Test
    void clientsOfALog_areSpreadOverAddressesAndTokens() {
        var callers = IntStream.range(0, 1_000)
                .mapToObj(i -> PlannedCaller.logged("192.0." + i / 250 + "." + i % 250, 20))
                .toList();

        assertThat(callers.stream().map(PlannedCaller::source).distinct().count())
                .isGreaterThan(990);
        assertThat(callers.stream().map(PlannedCaller::index).distinct().count())
                .isEqualTo(20);
        assertThat(callers).allMatch(caller -> (caller.source().getAddress()[1] & 0x80) != 0);
    }
}
