package dev.weir.judge.signin.adapter.sql;

import dev.weir.judge.signin.port.StoreUnavailable;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;

/** Pools of connections to what {@code state.sql} in weir.yaml names. */
public final class Databases {
    /** All opened at the start: the pool opens one after another, and the first burst of sign-ins would wait too long for its turn. */
    private static final int CONNECTIONS = 8;

    private Databases() {}

    /**
     * H2 in one file, which only its owner can read, from its first byte. What is committed survives the end of the process, however it ends; H2 does not
     * promise that it survives a power cut.
     */
    public static AgroalDataSource embedded(Path folder) {
        closeToOthers(folder);
        return pool(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("sign-in") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                "org.h2.Driver");
    }

    /** H2 takes an empty file for a new database, and leaves a file's permissions as they are. */
    private static void closeToOthers(Path folder) {
        var file = folder.resolve("sign-in.mv.db");
        var owner = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, owner);
            } else {
                Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
            }
        } catch (IOException e) {
            throw new StoreUnavailable(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** @param url {@code jdbc:postgresql://…}, with user and password in it where the server asks for them */
    public static AgroalDataSource postgresql(String url) {
        return pool(url, "org.postgresql.Driver");
    }

    private static AgroalDataSource pool(String url, String driver) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.initialSize(CONNECTIONS)
                        .maxSize(CONNECTIONS)
                        .acquisitionTimeout(Duration.ofMillis(800))
                        .connectionFactoryConfiguration(
                                factory -> factory.jdbcUrl(url).connectionProviderClassName(driver)));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw new StoreUnavailable("no connection pool for sign-in: " + e.getMessage(), e);
        }
    }
}
