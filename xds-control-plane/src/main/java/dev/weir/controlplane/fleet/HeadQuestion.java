package dev.weir.controlplane.fleet;

import dev.weir.config.Upstream;
import dev.weir.model.EndpointAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * One endpoint that is asked for its head, as a call to it would reach it.
 *
 * @param upstream how it is called, where it is named by URL
 * @param roots the file of certificates that it is checked against; the system's where there are none
 * @param path what a call's path is before the endpoint's own is put in front
 * @param chain whether the chain's id is asked for too
 * @param patience within which there is an answer, or none
 */
public record HeadQuestion(
        EndpointAddress.Socket address,
        Optional<Upstream> upstream,
        Optional<String> roots,
        String path,
        boolean chain,
        Duration patience) {
    public HeadQuestion {
        Objects.requireNonNull(address, "address is null");
        Objects.requireNonNull(upstream, "upstream is null");
        Objects.requireNonNull(roots, "roots is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(patience, "patience is null");
    }
}
