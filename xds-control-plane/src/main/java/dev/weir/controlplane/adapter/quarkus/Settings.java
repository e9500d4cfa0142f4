package dev.weir.controlplane.adapter.quarkus;

import io.smallrye.config.ConfigMapping;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** The process's settings; each is an environment variable in upper case, such as {@code WEIR_XDS_PORT}. */
@ConfigMapping(prefix = "weir")
public interface Settings {
    /** Path of weir.yaml. */
    Path config();

    /** The folder of limits that the rate limit service reads too. */
    Path limitsDir();

    /** The DNS server, as {@code address:port}, that is asked for the names of endpoints; without it those that this machine asks. */
    Optional<String> dns();

    /** Path of the deployed contracts' addresses; not read where weir.yaml says {@code chain: memory}. */
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

    /** The IP address at which this process listens for Envoys and judges; without certificates nothing there asks who dials. */
    String xdsHost();

    int xdsPort();

    /** Where Envoys find this process, to tell it what they log. */
    String telemetryHost();

    /** This process's certificate, its key, and the authorities that it believes, all three or none: PEM files that may be replaced. */
    Optional<Path> tlsCert();

    Optional<Path> tlsKey();

    Optional<Path> tlsCa();

    /** With certificates: the folder where each gateway, on its own machine, has its own, such as {@code /etc/weir/tls}. */
    Optional<String> gatewayIdentity();

    /** The collector that spans are sent to, as {@code http://HOST:PORT}: {@code OTEL_EXPORTER_OTLP_ENDPOINT}. None: no spans. */
    Optional<String> traceEndpoint();

    /** Of how many calls, in [0, 1]: {@code OTEL_TRACES_SAMPLER_ARG}. */
    double traceRatio();

    /** Orders, audit log, admin token. */
    Path dataDir();

    Path modelsDir();

    Path segmentsDir();
}
