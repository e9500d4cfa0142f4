package dev.weir.controlplane.config;

import static dev.weir.controlplane.Fixtures.START;
import static dev.weir.controlplane.config.ConfigTexts.BAD;
import static dev.weir.controlplane.config.ConfigTexts.FIRST;
import static dev.weir.controlplane.config.ConfigTexts.SECOND;
import static dev.weir.controlplane.config.ConfigTexts.THIRD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.ConfigException;
import dev.weir.controlplane.SettableClock;
import dev.weir.controlplane.audit.port.FakeAuditLog;
import dev.weir.controlplane.config.port.FakeOwnFile;
import dev.weir.controlplane.config.port.FakeVersionStore;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class ConfigBookTest {
    private final FakeOwnFile own = new FakeOwnFile(FIRST);
    private final FakeVersionStore store = new FakeVersionStore();
    private final FakeAuditLog audit = new FakeAuditLog();
    private final SettableClock clock = new SettableClock(START);

    @Test
    void firstStart_makesAVersionOfTheFile() {
        var book = begin();

        assertThat(book.inForce().yaml()).isEqualTo(FIRST);
        assertThat(book.inForce().number()).isEqualTo(1);
        assertThat(book.isAsTheFile()).isTrue();
        assertThat(audit.lines()).containsExactly("file apply configuration version 1: the first start");
    }

    @Test
    void startWithTheSameFile_makesNone_andGoesOnWithWhatWasApplied() {
        make(begin(), SECOND);

        var again = begin();

        assertThat(again.inForce().yaml()).isEqualTo(SECOND);
        assertThat(again.inForce().number()).isEqualTo(2);
        assertThat(again.isAsTheFile()).isFalse();
        assertThat(audit.entries).hasSize(2);
    }

    @Test
    void fileThatChangedWhileNobodyRan_isANewVersion() {
        make(begin(), SECOND);
        own.text = THIRD;

        var again = begin();

        assertThat(again.inForce().yaml()).isEqualTo(THIRD);
        assertThat(audit.lines())
                .last()
                .isEqualTo("file apply configuration version 3: the file changed before this start");
    }

    @Test
    void fileThatWasApplied_isNoNewVersion() {
        var book = begin();
        own.text = SECOND;
        make(book, SECOND);

        assertThat(begin().inForce().number()).isEqualTo(2);
    }

    /** Edited, then something else applied: what was done last stands. */
    @Test
    void fileThatChangedBeforeTheLastVersion_isNoNewVersion() {
        var book = begin();
        own.text = THIRD;
        make(book, SECOND);

        assertThat(begin().inForce().yaml()).isEqualTo(SECOND);
    }

    @Test
    void badFile_leavesTheLastVersionInForce_andIsSaid() {
        make(begin(), SECOND);
        own.text = BAD;

        var again = begin();

        assertThat(again.inForce().yaml()).isEqualTo(SECOND);
        assertThat(again.trouble())
                .startsWith("version 2 of the configuration stays in force, as the file is bad: weir.yaml:");
        assertThat(audit.entries).hasSize(2);

        own.gone = true;
        assertThat(begin().trouble()).endsWith("weir.yaml: is not there");
    }

    @Test
    void badFile_atTheFirstStart_stopsIt() {
        own.text = BAD;

        assertThatThrownBy(this::begin).isInstanceOf(ConfigException.class).hasMessageStartingWith("weir.yaml:");
        assertThatThrownBy(() -> ConfigBook.look(own, store)).isInstanceOf(ConfigException.class);
        assertThat(store.versions()).isEmpty();
    }

    @Test
    void versionThatCannotBeStored_isNotInForce() {
        var book = begin();
        store.full = true;

        assertThatThrownBy(() -> make(book, SECOND)).isInstanceOf(UncheckedIOException.class);

        assertThat(book.inForce().yaml()).isEqualTo(FIRST);
        store.full = false;
        assertThat(begin().inForce().yaml()).isEqualTo(FIRST);
    }

    @Test
    void auditLogThatIsFull_holdsUpTheVersion() {
        var book = begin();
        audit.full = true;

        assertThatThrownBy(() -> make(book, SECOND)).isInstanceOf(UncheckedIOException.class);

        assertThat(store.versions()).hasSize(1);
    }

    @Test
    void undo_bringsBackTheVersionBefore_andTheUndoOfAnUndo_whatThatTook() {
        var book = begin();
        make(book, SECOND);

        undo(book);
        assertThat(book.inForce().yaml()).isEqualTo(FIRST);
        assertThat(book.inForce().number()).isEqualTo(3);

        undo(book);
        assertThat(book.inForce().yaml()).isEqualTo(SECOND);
    }

    @Test
    void undo_passesOverWhatGatewaysRefused() {
        var book = begin();
        make(book, SECOND);
        var before = book.inForce();
        make(book, THIRD);
        book.takeBack(before, "gateway envoy refused version 3");

        undo(book);

        assertThat(book.inForce().yaml()).isEqualTo(FIRST);
    }

    @Test
    void undo_ofTheFirstVersion_isRefused() {
        assertThatThrownBy(begin()::undone)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no version before that says something else");
    }

    private ConfigBook begin() {
        return ConfigBook.begin(own, store, audit, clock);
    }

    private static void make(ConfigBook book, String text) {
        book.make(text, ConfigBook.parse("weir.yaml", text), "operator", "apply", "why");
    }

    private static void undo(ConfigBook book) {
        make(book, book.undone().yaml());
    }
}
