package dev.weir.cli;

import dev.weir.certificates.CertificateFault;
import dev.weir.cli.supervisor.EdgeFiles;
import dev.weir.config.CallerLimit;
import dev.weir.config.ConfigException;
import dev.weir.config.ConfigFault;
import dev.weir.config.Deployment;
import dev.weir.config.LimitsFile;
import dev.weir.config.WeirConfig;
import dev.weir.simulator.scenario.Scenario;
import dev.weir.topology.ConfiguredTopology;
import dev.weir.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that people edit, read one after the other, so that a fault in one does not hide those of the others. */
final class ConfigFiles {
    private static final Pattern TOP_KEY = Pattern.compile("(?m)^([A-Za-z_]{1,40})\\s*:");
    private static final int HEAD = 1 << 20;

    /** A file that was read, and in a few words what is in it. */
    record Checked(String file, String what) {}

    private final List<Checked> checked = new ArrayList<>();
    private final List<ConfigFault> faults = new ArrayList<>();
    private Optional<WeirConfig> weir = Optional.empty();
    private Optional<Deployment> deployment = Optional.empty();
    private final List<LimitsFile> limits = new ArrayList<>();

    /** What a gateway of these files starts with. */
    static ConfigFiles of(Path weirFile, Path deploymentFile, Path limitsFolder) {
        var files = new ConfigFiles();
        files.weir(weirFile);
        files.deployment(deploymentFile);
        files.limits(limitsFolder);
        return files;
    }

    /** Files of any of the four kinds, each known by its first keys. */
    static ConfigFiles of(List<Path> named) {
        var files = new ConfigFiles();
        for (var file : named) {
            var keys = topKeys(file);
            if (keys.contains("ports")) {
                files.deployment(file);
            } else if (keys.contains("domain") || keys.contains("descriptors")) {
                files.limit(file);
            } else if (keys.contains("calls") || keys.contains("about")) {
                files.read(file, Scenario::read, scenario -> "scenario '" + scenario.name() + "'");
            } else {
                files.weir(file);
            }
        }
        return files;
    }

    List<Checked> checked() {
        return checked;
    }

    List<ConfigFault> faults() {
        return faults;
    }

    /** What Envoy would get, where the files say enough of it. @param lookup the addresses of a name, at least one */
    Optional<Topology> topology(Function<String, List<String>> lookup) {
        return faults.isEmpty() && weir.isPresent() && deployment.isPresent()
                ? Optional.of(ConfiguredTopology.of(weir.get(), deployment.get(), callerLimits(weir.get()), lookup))
                : Optional.empty();
    }

    private List<CallerLimit> callerLimits(WeirConfig weir) {
        var apis = Stream.concat(weir.apis().stream().map(WeirConfig.Api::name), Stream.of(WeirConfig.Api.SIGN_IN))
                .toList();
        return limits.stream()
                .filter(file -> file.domain().equals(LimitsFile.DOMAIN))
                .findFirst()
                .map(file -> file.callerLimits(apis))
                .orElse(List.of());
    }

    private void weir(Path file) {
        weir = read(
                file,
                WeirConfig::read,
                read -> read.apis().size() + " APIs, " + read.pools().size() + " pools");
        weir.ifPresent(read -> {
            try {
                EdgeFiles.check(read, file, Instant.now());
            } catch (CertificateFault fault) {
                faults.add(new ConfigFault(file.toString(), 0, 0, "edge.tls: " + fault.getMessage()));
            }
        });
    }

    private void deployment(Path file) {
        deployment = read(file, Deployment::read, read -> read.nodes().size() + " nodes");
    }

    private void limit(Path file) {
        read(file, LimitsFile::read, read -> "limits of domain '" + read.domain() + "'")
                .ifPresent(limits::add);
    }

    private void limits(Path folder) {
        try (var files = Files.list(folder)) {
            files.filter(file -> file.toString().matches(".*\\.ya?ml")).sorted().forEach(this::limit);
        } catch (IOException | UncheckedIOException e) {
            faults.add(
                    new ConfigFault(folder.toString(), 0, 0, "is no folder that can be read; expected limits in it"));
            return;
        }
        long ours = limits.stream()
                .filter(file -> file.domain().equals(LimitsFile.DOMAIN))
                .count();
        if (faults.isEmpty() && ours != 1) {
            faults.add(new ConfigFault(
                    folder.toString(), 0, 0, ours + " files have 'domain: weir'; expected exactly one"));
        }
    }

    private <T> Optional<T> read(Path file, Function<Path, T> reader, Function<T, String> what) {
        try {
            var read = reader.apply(file);
            checked.add(new Checked(file.toString(), what.apply(read)));
            return Optional.of(read);
        } catch (ConfigException e) {
            faults.addAll(e.faults());
            return Optional.empty();
        }
    }

    private static List<String> topKeys(Path file) {
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try (var in = Files.newInputStream(file)) {
            var text = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return TOP_KEY.matcher(text).results().map(key -> key.group(1)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
