package dev.weir.cli.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdminTokenTest {
    @TempDir
    Path folder;

    @Test
    void token_isThirtyTwoBytes_thatTheOwnerAloneReads() throws IOException {
        var file = folder.resolve("admin-token");

        AdminToken.create(file);

        assertThat(Base64.getUrlDecoder().decode(Files.readString(file))).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void token_thatIsThere_isKept() throws IOException {
        var file = folder.resolve("admin-token");
        AdminToken.create(file);
        var first = Files.readString(file);

        AdminToken.create(file);

        assertThat(Files.readString(file)).isEqualTo(first);
    }

    @Test
    void tokens_ofTwoGateways_differ() throws IOException {
        AdminToken.create(folder.resolve("one"));
        AdminToken.create(folder.resolve("two"));

        assertThat(Files.readString(folder.resolve("one"))).isNotEqualTo(Files.readString(folder.resolve("two")));
    }

    @Test
    void draft_thatAnEarlierStartLeft_isReplaced() throws IOException {
        Files.writeString(folder.resolve("admin-token.tmp"), "half");

        AdminToken.create(folder.resolve("admin-token"));

        assertThat(Files.readString(folder.resolve("admin-token"))).hasSize(43);
        assertThat(folder.resolve("admin-token.tmp")).doesNotExist();
    }
}
