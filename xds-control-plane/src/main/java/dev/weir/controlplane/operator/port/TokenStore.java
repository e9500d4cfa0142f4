package dev.weir.controlplane.operator.port;

import dev.weir.controlplane.operator.PersonToken;
import java.util.List;

/** Tokens that outlive the process. */
public interface TokenStore {
    List<PersonToken> load();

    /** Returns once they are on disk. @throws java.io.UncheckedIOException where they are not */
    void save(List<PersonToken> tokens);
}
