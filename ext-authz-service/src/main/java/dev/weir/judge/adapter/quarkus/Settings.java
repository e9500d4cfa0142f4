package dev.weir.judge.adapter.quarkus;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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

    /** Where gateways that start are told the kept configuration; by default where the gRPC server listens. */
    String relayHost();

    int relayPort();

    /**
     * The judges that share their grants, each as {@code host:port} of its gRPC server, separated by commas; the same list for all, or without the judge
     * itself. None: this is the only judge.
     */
    Optional<List<String>> peers();

    /** This judge's certificate, its key, and the authorities that it believes, all three or none: PEM files that may be replaced. */
    Optional<Path> tlsCert();

    Optional<Path> tlsKey();

    Optional<Path> tlsCa();

    /** How many random endpoints are looked at for a pick; 0 for all. Without it, all by a lone judge and 8 by one with peers. */
    OptionalInt look();

    /** The kept configuration; sessions and nonces, where {@code state.sql} is embedded. */
    Path dataDir();
}
