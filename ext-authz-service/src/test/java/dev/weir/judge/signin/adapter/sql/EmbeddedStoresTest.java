package dev.weir.judge.signin.adapter.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import dev.weir.judge.signin.port.NonceStore.Claim;
import dev.weir.judge.signin.port.SessionStore.Session;
import dev.weir.judge.signin.port.Sha256;
import dev.weir.model.AccountId;
import io.agroal.api.AgroalDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
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

    @Test
    void whatWasCommitted_survivesTheKillOfItsProcess() throws Exception {
        var killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Committing.class.getName(),
                        folder.resolve("killed").toString())
                .inheritIO()
                .start();
        assertThat(killed.waitFor()).isEqualTo(Committing.HALTED);

        try (var database = Databases.embedded(folder.resolve("killed"))) {
            var stores = SqlStores.open(database);
            assertThat(stores.claim(Sha256.of("nonce"), Committing.LATER)).isEqualTo(Claim.USED);
            assertThat(stores.find(Sha256.of("token"))).contains(Committing.SESSION);
        }
    }

    /** A process that ends at once after its commits: nothing is closed, nothing is flushed. */
    static final class Committing {
        static final int HALTED = 7;
        static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");
        static final Session SESSION = new Session(new AccountId(Devnet.CHAIN_ID, Devnet.wallet(0)), LATER);

        public static void main(String[] arguments) {
            var stores = SqlStores.open(Databases.embedded(Path.of(arguments[0])));
            stores.claim(Sha256.of("nonce"), LATER);
            stores.open(Sha256.of("token"), SESSION);
            Runtime.getRuntime().halt(HALTED);
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
