package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.EdgeTls;
import dev.weir.topology.GatewayTls;

/**
 * A filter chain of the plain listener as TLS has it: over TCP for HTTP/1.1 and HTTP/2, over QUIC for HTTP/3. Certificates and keys are files that Envoy
 * reads and watches itself, so that no key travels; which is shown, Envoy decides by the host that the caller names and those that the certificates name.
 */
final class TlsChain {
    /** Of UDP's listener. A connection that says nothing is let go as over TCP. */
    static final String UDP =
            "{quic_options: {idle_timeout: 8s, crypto_handshake_timeout: 5s}, downstream_socket_config: {prefer_gro: true}}";

    /** TLS 1.2 with forward secrecy and authenticated encryption only, and 1.3. */
    private static final String CONTEXT = """
            tls_params:
              tls_minimum_protocol_version: TLSv1_2
              cipher_suites: [ECDHE-ECDSA-AES128-GCM-SHA256, ECDHE-ECDSA-CHACHA20-POLY1305, ECDHE-RSA-AES128-GCM-SHA256, ECDHE-RSA-CHACHA20-POLY1305, ECDHE-ECDSA-AES256-GCM-SHA384, ECDHE-RSA-AES256-GCM-SHA384]
            alpn_protocols: []
            tls_certificate_sds_secret_configs: []
            """;

    private static final String TCP_SOCKET = """
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
            """;

    private static final String QUIC_SOCKET = """
            name: envoy.transport_sockets.quic
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.quic.v3.QuicDownstreamTransport
              downstream_tls_context: {}
            """;

    /** The same streams and windows as over HTTP/2. */
    private static final String HTTP3 =
            "{quic_protocol_options: {max_concurrent_streams: 128, initial_stream_window_size: 524288, initial_connection_window_size: 1048576}}";

    /** Where HTTP/3 is; first of the filters, so that it stands in every answer. For a day, as clients ask it anew with each answer. */
    private static final String ALT_SVC = """
            name: weir.alt_svc
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.header_mutation.v3.HeaderMutation
              mutations:
                response_mutations:
                - append: {header: {key: alt-svc, value: 'h3=":%d"; ma=86400'}, append_action: OVERWRITE_IF_EXISTS_OR_ADD}
            """;

    private final EdgeTls tls;
    private final GatewayTls place;

    TlsChain(EdgeTls tls, GatewayTls place) {
        this.tls = tls;
        this.place = place;
    }

    ObjectNode overTcp(ObjectNode plain) {
        var chain = plain.deepCopy();
        var socket = EnvoyYaml.parse(TCP_SOCKET);
        ((ObjectNode) socket.get("typed_config")).set("common_tls_context", context("h2", "http/1.1"));
        // Who connects and does not speak TLS is let go before one who speaks it and says nothing.
        chain.put("transport_socket_connect_timeout", "5s").set("transport_socket", socket);
        if (tls.http3()) {
            filters(chain)
                    .insert(0, EnvoyYaml.parse(ALT_SVC.formatted(tls.port().orElse(place.port()))));
        }
        return chain;
    }

    ObjectNode overQuic(ObjectNode plain) {
        var chain = plain.deepCopy();
        var socket = EnvoyYaml.parse(QUIC_SOCKET);
        ((ObjectNode) socket.at("/typed_config/downstream_tls_context")).set("common_tls_context", context("h3"));
        chain.set("transport_socket", socket);
        manager(chain).put("codec_type", "HTTP3").set("http3_protocol_options", EnvoyYaml.parse(HTTP3));
        return chain;
    }

    private static ObjectNode manager(ObjectNode chain) {
        return (ObjectNode) chain.at("/filters/1/typed_config");
    }

    private static ArrayNode filters(ObjectNode chain) {
        return (ArrayNode) manager(chain).get("http_filters");
    }

    private ObjectNode context(String... protocols) {
        var context = EnvoyYaml.parse(CONTEXT);
        for (var protocol : protocols) {
            ((ArrayNode) context.get("alpn_protocols")).add(protocol);
        }
        var secrets = (ArrayNode) context.get("tls_certificate_sds_secret_configs");
        for (var certificate : tls.certificates()) {
            var secret = secrets.addObject().put("name", certificate.name());
            secret.putObject("sds_config")
                    .put("resource_api_version", "V3")
                    .putObject("path_config_source")
                    .put("path", place.file(certificate));
        }
        return context;
    }
}
