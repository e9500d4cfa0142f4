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

    /** The IP address at which Envoys listen. */
    String gatewayHost();

    int gatewayPort();

    /** Where Envoys listen for TLS, of TCP and UDP, where weir.yaml has certificates. Envoy reads them from this process's data folder. */
    int gatewayTlsPort();

    /** Where Envoys find the judge: an IP address, or a name of which all addresses are used. So for the others. */
    String judgeHost();

    int judgePort();

    String ratelimitHost();

    int ratelimitPort();

    String authHost();

    int authPort();

    /** The IP address at which this process listens for Envoys and judges; nothing there asks who dials. */
    String xdsHost();

    int xdsPort();

    /** Where Envoys find this process, to tell it what they log. */
    String telemetryHost();

    /** Orders, audit log, admin token. */
    Path dataDir();

    Path modelsDir();

    Path segmentsDir();
}
