package dev.weir.judge.signin.adapter.sql;

import dev.weir.judge.signin.port.StoreUnavailable;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ExceptionSorter;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * Pools of connections to what {@code state.sql} in weir.yaml names. A connection that broke, or has been idle for a second and does not answer, is thrown away and
 * made anew, so that a server that comes back, or another in its place, is found. To get a connection takes {@link #PATIENCE} at most, and PostgreSQL's
 * answer a second: together less than Envoy waits for the judge.
 */
public final class Databases {
    /** All opened at the start: the pool opens one after another, and the first burst of sign-ins would wait too long for its turn. */
    private static final int CONNECTIONS = 8;

    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final Duration UNASKED = Duration.ofSeconds(1);
    /** So that connections follow a name that means another server now. */
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Of PostgreSQL's driver, in seconds. */
    private static final Map<String, String> BOUNDED =
            Map.of("connectTimeout", "1", "socketTimeout", "1", "tcpKeepAlive", "true");

    private Databases() {}

    /**
     * H2 in one file, which only its owner can read, from its first byte. What is committed survives the end of the process, however it ends; H2 does not
     * promise that it survives a power cut.
     */
    public static AgroalDataSource embedded(Path folder) {
        closeToOthers(folder);
        return pool(
                "jdbc:h2:file:" + folder.toAbsolutePath().resolve("sign-in") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                "org.h2.Driver",
                ExceptionSorter.emptyExceptionSorter(),
                Map.of());
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
        return pool(url, "org.postgresql.Driver", new PostgreSQLExceptionSorter(), BOUNDED);
    }

    private static AgroalDataSource pool(
            String url, String driver, ExceptionSorter broken, Map<String, String> properties) {
        var configuration = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.initialSize(CONNECTIONS)
                        .maxSize(CONNECTIONS)
                        .acquisitionTimeout(PATIENCE)
                        .connectionValidator(ConnectionValidator.defaultValidatorWithTimeout(1))
                        .idleValidationTimeout(UNASKED)
                        .maxLifetime(LIFETIME)
                        .exceptionSorter(broken)
                        .connectionFactoryConfiguration(factory -> {
                            properties.forEach(factory::jdbcProperty);
                            return factory.jdbcUrl(url).connectionProviderClassName(driver);
                        }));
        try {
            return AgroalDataSource.from(configuration);
        } catch (SQLException e) {
            throw new StoreUnavailable("no connection pool for sign-in: " + e.getMessage(), e);
        }
    }
}
