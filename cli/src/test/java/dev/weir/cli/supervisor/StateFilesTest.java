package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateFilesTest {
    private final Home home;

    StateFilesTest(@TempDir Path folder) {
        home = new Home(folder, folder.resolve("state"), folder);
    }

    @Test
    void freshHome_hasNoFault_andIsItsOwnersAlone() throws IOException {
        Folders.prepare(home);

        assertThat(StateFiles.faults(home)).isEmpty();
        try (Stream<Path> all = Files.walk(home.state())) {
            assertThat(all)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            control-plane/admin-token | short                          | it holds no token                                 | delete it, the next start makes another
            control-plane/orders.json | {"version": 1, "pins": {       | Unexpected end-of-input                           | mend it, or delete it to start without pins and freeze
            control-plane/rollout.json| [1]                            | it is not a JSON object                           | mend it, or delete it to begin with EWMA and what is published
            control-plane/config-versions/00000001.yaml | apis: []       | its first line does not say what it is            | mend it, or delete it to go on with the version before
            chain/anvil-state.json    | {"block": 1} {                 | its end is missing, or more follows               | put a copy back, or delete it: the devnet begins anew
            chain/contracts.json      | {"version": 9}                 | it is not a file of contract addresses: version is 9 | put a copy back, or delete it: on the devnet
            ext-authz/sign-in.mv.db   | not a database                 | it is not an H2 database                          | put a copy back, or delete it: everybody signs in again
            """)
    void damagedFile_isToldInOneLine_withHowToMendIt_beforeAnythingStarts(
            String name, String content, String why, String mend) throws IOException {
        Folders.prepare(home);
        Files.createDirectories(home.data().resolve(name).getParent());
        var file = Files.writeString(home.data().resolve(name), content);

        assertThat(StateFiles.faults(home)).singleElement().asString().hasLineCount(1);
        assertThatThrownBy(() -> Folders.prepare(home))
                .isInstanceOf(CommandFailed.class)
                .hasMessageStartingWith(file + " is damaged (" + why)
                .hasMessageContaining("); " + mend);
    }

    @Test
    void emptyDatabase_whichACutOffStartLeft_isNoFault() throws IOException {
        Folders.prepare(home);
        Files.createFile(home.data("ext-authz").resolve("sign-in.mv.db"));

        assertThat(StateFiles.faults(home)).isEmpty();
    }

    @Test
    void statesOfPastBlocks_thatAnvilLeftBehind_areGoneBeforeItStarts() throws IOException {
        var left = Files.createDirectories(home.pastStates().resolve("anvil-state-of-before"));
        Files.writeString(left.resolve("1.json"), "{}");

        Folders.forgetPastStates(home);
        Folders.forgetPastStates(home);

        assertThat(home.pastStates()).doesNotExist();
    }
}
