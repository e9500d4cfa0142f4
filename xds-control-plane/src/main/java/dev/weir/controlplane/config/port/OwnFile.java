package dev.weir.controlplane.config.port;

/** The file that the gateway was started with. */
public interface OwnFile {
    /** What messages call it. */
    String name();

    /** @throws dev.weir.config.ConfigException where it cannot be read as text, in words for operators */
    String text();
}
