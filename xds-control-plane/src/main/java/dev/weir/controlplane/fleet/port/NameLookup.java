package dev.weir.controlplane.fleet.port;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Tells the IP addresses of a name (DNS). Any thread; never waits. */
@FunctionalInterface
public interface NameLookup {
    /** All addresses, as long as they stand: whoever asks again after their time gets new ones. Fails where the name is not known or nobody answers. */
    CompletionStage<List<String>> addresses(String host);
}
