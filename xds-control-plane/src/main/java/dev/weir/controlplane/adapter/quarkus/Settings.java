package dev.weir.controlplane.adapter.quarkus;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;

/** The process's settings; each is an environment variable in upper case, such as {@code WEIR_XDS_PORT}. */
@ConfigMapping(prefix = "weir")
public interface Settings {
    /** Path of weir.yaml. */
    Path config();

    /** The folder of limits that the rate limit service reads too. */
    Path limitsDir();

    /** Path of the deployed contracts' addresses. */
    Path contracts();

    /** URL of the chain's JSON-RPC. */
    URI chainRpc();

    int gatewayPort();

    int judgePort();

    int ratelimitPort();

    int authPort();

    /** Where Envoys and judges dial. */
    int xdsPort();

    /** Orders, audit log, admin token. */
    Path dataDir();

    Path modelsDir();

    Path segmentsDir();
}
