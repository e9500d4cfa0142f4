package dev.weir.controlplane.adapter.file;

import dev.weir.config.CallerLimit;
import dev.weir.config.ConfigException;
import dev.weir.config.LimitsFile;
import dev.weir.config.WeirConfig;
import dev.weir.model.ApiName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The limits of the folder that the rate limit service reads too, as Envoy holds them when it is gone. A change is taken at the next {@link #refresh}; files
 * that cannot be used leave the last good ones, and are told of once. Any thread.
 */
public final class LimitsFolder implements Supplier<List<CallerLimit>> {
    private static final Logger LOG = Logger.getLogger(LimitsFolder.class.getName());

    private final Path folder;
    private volatile List<ApiName> apis;
    private volatile List<CallerLimit> inForce;
    private String told = "";

    /** @throws ConfigException where there is nothing good to begin with */
    public LimitsFolder(Path folder, List<ApiName> apis) {
        this.folder = folder;
        this.apis = withSignIn(apis);
        this.inForce = read(this.apis);
    }

    private static List<ApiName> withSignIn(List<ApiName> apis) {
        return Stream.concat(apis.stream(), Stream.of(WeirConfig.Api.SIGN_IN)).toList();
    }

    /** Other APIs are limited from now on. */
    public void follow(List<ApiName> others) {
        apis = withSignIn(others);
        refresh();
    }

    /** What callers of other APIs would be allowed, by the files as they are; what is in force where these are bad. */
    public List<CallerLimit> of(List<ApiName> others) {
        try {
            return read(withSignIn(others));
        } catch (ConfigException e) {
            return inForce;
        }
    }

    @Override
    public List<CallerLimit> get() {
        return inForce;
    }

    public synchronized void refresh() {
        try {
            inForce = read(apis);
            told = "";
        } catch (ConfigException e) {
            var why = String.valueOf(e.getMessage());
            if (!why.equals(told)) {
                told = why;
                LOG.warning(() -> "the last good limits stay at the gateways: " + why);
            }
        }
    }

    private List<CallerLimit> read(List<ApiName> apis) {
        var found = files().stream()
                .map(LimitsFile::read)
                .filter(file -> file.domain().equals(LimitsFile.DOMAIN))
                .toList();
        if (found.size() != 1) {
            throw new ConfigException(folder + ": " + found.size() + " files have 'domain: " + LimitsFile.DOMAIN
                    + "'; exactly one has to");
        }
        return found.getFirst().callerLimits(apis);
    }

    private List<Path> files() {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new ConfigException(
                    folder + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }
}
