package dev.weir.controlplane.operator;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.balancing.Pin;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.operator.port.FakeOrderStore;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderBookTest {
    private final FakeOrderStore store = new FakeOrderStore();
    private final FakeAuditLog audit = new FakeAuditLog();
    private final OrderBook book = new OrderBook(store, audit, new SettableClock(START));

    @Test
    void pin_isInForce_andAudited() {
        book.pin("operator", QUOTES, AMBER, 0.05, "being repaired");

        assertThat(book.orders().pin(QUOTES, AMBER)).contains(new Pin(0.05, "being repaired"));
        assertThat(audit.lines()).containsExactly("operator pin quotes/amber at 5.0%: being repaired");
        assertThat(audit.entries.getFirst().at()).isEqualTo(START);
    }

    @Test
    void unpin_leavesTheOtherPins_andIsAudited() {
        book.pin("operator", QUOTES, AMBER, 0.05, "a");
        book.pin("operator", QUOTES, BIRCH, 0.1, "b");
        book.unpin("operator", QUOTES, AMBER, "repaired");

        assertThat(book.orders().pin(QUOTES, AMBER)).isEmpty();
        assertThat(book.orders().pin(QUOTES, BIRCH)).isPresent();
        assertThat(audit.lines()).last().isEqualTo("operator unpin quotes/amber: repaired");
    }

    @Test
    void freeze_keepsPins_andKnowsSinceWhen() {
        book.pin("operator", QUOTES, AMBER, 0.05, "a");
        book.freeze("operator", "release");

        assertThat(book.orders().freeze()).contains(new Orders.Freeze("release", START));
        assertThat(book.orders().pin(QUOTES, AMBER)).isPresent();
    }

    @Test
    void unfreeze_endsTheFreeze() {
        book.freeze("operator", "release");
        book.unfreeze("operator", "released");

        assertThat(book.orders().freeze()).isEmpty();
        assertThat(audit.lines()).last().isEqualTo("operator unfreeze all weights: released");
    }

    @Test
    void book_thatIsOpenedAgain_hasTheOrders() {
        book.freeze("operator", "release");

        assertThat(new OrderBook(store, audit, new SettableClock(START)).orders())
                .isEqualTo(book.orders());
    }

    @Test
    void order_thatCannotBeStored_isNotInForce() {
        store.full = true;

        assertThatThrownBy(() -> book.freeze("operator", "release")).isInstanceOf(UncheckedIOException.class);
        assertThat(book.orders().freeze()).isEmpty();
    }

    @Test
    void order_thatCannotBeAudited_isNotInForce() {
        audit.full = true;

        assertThatThrownBy(() -> book.freeze("operator", "release")).isInstanceOf(UncheckedIOException.class);
        assertThat(book.orders().freeze()).isEmpty();
        assertThat(store.load().freeze()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines", "a bell \u0007"})
    void order_withoutOneLineOfReason_isRefused(String reason) {
        assertThatThrownBy(() -> book.freeze("operator", reason))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reason: one line of 1 to 200 characters is needed");
        assertThat(audit.entries).isEmpty();
    }

    @Test
    void reason_of200Characters_isTaken_andOf201IsRefused() {
        book.freeze("operator", "x".repeat(200));

        assertThatThrownBy(() -> book.freeze("operator", "x".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    }
}
