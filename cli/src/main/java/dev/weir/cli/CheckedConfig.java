package dev.weir.cli;

import dev.weir.cli.instance.Home;
import dev.weir.config.ConfigException;
import dev.weir.config.YamlReader;
import dev.weir.topology.adapter.envoy.EnvoyFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A weir.yaml that was checked as {@code ./weir validate} does, by a stock Envoy too where there is one. @param name as the caller wrote it */
record CheckedConfig(String name, String yaml) {
    /** Names are not looked up to check a file; this one is for documents (RFC 5737). */
    private static final List<String> ANY_ADDRESS = List.of("192.0.2.1");

    /** @throws ConfigException or CommandFailed that says what is wrong with it */
    static CheckedConfig read(Home home, Path file) {
        var text = new String(YamlReader.bytes(file), StandardCharsets.UTF_8);
        var read = ConfigFiles.of(
                file, home.root().resolve("deploy/local.yaml"), home.root().resolve("deploy/limits"));
        if (!read.faults().isEmpty()) {
            throw new ConfigException(read.faults());
        }
        if (EnvoyCheck.possible(home)) {
            read.topology(host -> ANY_ADDRESS)
                    .flatMap(topology -> EnvoyCheck.refusal(home, EnvoyFiles.toValidate(topology)))
                    .ifPresent(why -> {
                        throw new CommandFailed(file + ": Envoy refused what it would get: " + why);
                    });
        }
        return new CheckedConfig(file.toString(), text);
    }
}
