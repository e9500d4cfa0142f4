package dev.weir.judge.signin.adapter.sql;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** On H2, in one file. */
final class EmbeddedStoresTest extends SqlStoresContract {
    @TempDir
    Path folder;

    @Override
    AgroalDataSource connect() {
        return Databases.embedded(folder);
    }
}
