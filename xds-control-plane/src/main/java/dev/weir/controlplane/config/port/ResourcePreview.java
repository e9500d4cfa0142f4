package dev.weir.controlplane.config.port;

import dev.weir.config.WeirConfig;
import java.util.Map;

/** What gateways would be told for a configuration. */
public interface ResourcePreview {
    /** A hash of each resource's content by type ({@code cluster}, {@code endpoints}, {@code listener}, {@code route}) and name; all weights alike. */
    Map<String, Map<String, String>> resources(WeirConfig config);
}
