package dev.weir.judge.adapter.quarkus;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;

/** What an operator sets, each as an environment variable in upper case, such as {@code WEIR_XDS_ADDRESS}. Ports are Quarkus's own. */
@ConfigMapping(prefix = "weir")
public interface Settings {
    /** Path of weir.yaml. */
    Path config();

    /** Path of the deployed contracts' addresses. */
    Path contracts();

    /** URL of the chain's JSON-RPC. */
    URI chainRpc();

    /** The port that consumers call, which sign-in messages name. */
    int gatewayPort();

    /** Host and port of the control plane's ADS. */
    String xdsAddress();

    /** Sessions and nonces, where {@code state.sql} is embedded. */
    Path dataDir();
}
