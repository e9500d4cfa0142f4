package dev.weir.judge.signin.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On H2, in one file. */
final class EmbeddedStoresTest extends SqlStoresContract {
    @TempDir
    Path folder;

    @Override
    AgroalDataSource connect() {
        return Databases.embedded(folder);
    }

    @Test
    void file_isTheOwnersAlone_fromItsBeginning() throws IOException {
        assertThat(permissions(folder.resolve("sign-in.mv.db"))).isEqualTo("rw-------");
    }

    @Test
    void file_thatOthersCouldRead_isClosedToThem() throws IOException {
        var file = Files.createFile(Files.createDirectory(folder.resolve("old")).resolve("sign-in.mv.db"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        try (var database = Databases.embedded(folder.resolve("old"));
                var connection = database.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
            assertThat(permissions(file)).isEqualTo("rw-------");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
