package dev.weir.node.quotes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

final class QuoteBookTest {
    private static final long NOON = 1_767_268_800;

    @Test
    void quote_ofOneSeedAndSecond_isTheSameInEveryBook() {
        assertThat(at(1, NOON).quote("BTC")).isEqualTo(at(1, NOON).quote("BTC"));
        assertThat(at(1, NOON).quote("BTC")).isNotEqualTo(at(2, NOON).quote("BTC"));
    }

    @Test
    void quote_ofAnUnknownSymbol_isEmpty() {
        assertThat(at(1, NOON).quote("btc")).isEmpty();
        assertThat(at(1, NOON).quote("")).isEmpty();
    }

    @Test
    void symbols_areFiftyAndDistinct() {
        assertThat(new HashSet<>(QuoteBook.symbols())).hasSize(50);
    }

    @Test
    void walk_movesLittleInASecond_andFurtherInHours() {
        double second = 0;
        double hours = 0;
        for (String symbol : QuoteBook.symbols()) {
            second += Math.abs(change(symbol, 1));
            hours += Math.abs(change(symbol, 20_000));
        }
        assertThat(second / 50).isLessThan(0.002);
        assertThat(hours / 50).isBetween(0.005, 0.2);
    }

    private static double change(String symbol, long seconds) {
        long before = at(1, NOON).quote(symbol).orElseThrow().cents();
        long after = at(1, NOON + seconds).quote(symbol).orElseThrow().cents();
        return Math.log((double) after / before);
    }

    private static QuoteBook at(long seed, long second) {
        return new QuoteBook(seed, InstantSource.fixed(Instant.ofEpochSecond(second)));
    }
}
