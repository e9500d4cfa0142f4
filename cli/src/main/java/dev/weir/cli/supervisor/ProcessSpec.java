package dev.weir.cli.supervisor;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One process to run.
 *
 * @param address where it is met, for people
 * @param probe answers 2xx once it is ready
 * @param live answers 2xx for as long as the process is worth keeping, ready or not
 */
public record ProcessSpec(
        String name, List<String> command, Map<String, String> env, String address, URI probe, URI live) {
    public ProcessSpec {
        Objects.requireNonNull(name, "name is null");
        command = List.copyOf(command);
        env = Map.copyOf(env);
        Objects.requireNonNull(probe, "probe is null");
        Objects.requireNonNull(live, "live is null");
    }
}
