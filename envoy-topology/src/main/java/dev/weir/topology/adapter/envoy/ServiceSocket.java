package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.certificates.ServiceRole;
import dev.weir.topology.GatewayIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How Envoy dials a service over mutual TLS: it shows its own certificate, and believes a service that shows one of the role, whatever its address. Both lie in
 * files that Envoy reads and watches itself, so that no key travels; moved into the folder, they are in force for new connections. What it cannot use
 * changes nothing.
 */
public final class ServiceSocket {
    /** No session is resumed: who is not believed any more is refused at the next connection. */
    private static final String SOCKET = """
            name: envoy.transport_sockets.tls
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
              max_session_keys: 0
              common_tls_context:
                tls_params: {tls_minimum_protocol_version: TLSv1_2, tls_maximum_protocol_version: TLSv1_3}
                alpn_protocols: []
                tls_certificate_sds_secret_configs:
                - {name: identity, sds_config: {resource_api_version: V3, path_config_source: {path: "%1$s/identity.yaml"}}}
                combined_validation_context:
                  default_validation_context: {match_typed_subject_alt_names: []}
                  validation_context_sds_secret_config: {name: authorities, sds_config: {resource_api_version: V3, path_config_source: {path: "%1$s/authorities.yaml"}}}
            """;

    private static final String IDENTITY = """
            # Where Envoy has its certificate. Replace both files by moving new ones over them: Envoy looks at the folder.
            resources:
            - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
              name: identity
              tls_certificate:
                certificate_chain: {filename: "%1$s/tls.crt"}
                private_key: {filename: "%1$s/tls.key"}
                watched_directory: {path: "%1$s"}
            """;

    private static final String AUTHORITIES = """
            # Whose certificates Envoy believes. While an authority is replaced, ca.crt has the old and the new.
            resources:
            - "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret
              name: authorities
              validation_context:
                trusted_ca: {filename: "%1$s/ca.crt"}
                watched_directory: {path: "%1$s"}
            """;

    private ServiceSocket() {}

    /** A cluster's {@code transport_socket}. @param protocol {@code h2} or {@code http/1.1} */
    public static ObjectNode to(Set<ServiceRole> roles, GatewayIdentity identity, String protocol) {
        var socket = EnvoyYaml.parse(SOCKET.formatted(identity.folder()));
        var context = socket.at("/typed_config/common_tls_context");
        ((ArrayNode) context.get("alpn_protocols")).add(protocol);
        var names = (ArrayNode)
                context.at("/combined_validation_context/default_validation_context/match_typed_subject_alt_names");
        roles.stream()
                .sorted()
                .forEach(role -> names.addObject()
                        .put("san_type", "URI")
                        .putObject("matcher")
                        .put("exact", role.uri()));
        return socket;
    }

    /** What lies in the gateway's folder beside certificate, key and authorities, by file name. */
    public static Map<String, String> files(GatewayIdentity identity) {
        var files = new LinkedHashMap<String, String>();
        files.put("identity.yaml", IDENTITY.formatted(identity.folder()));
        files.put("authorities.yaml", AUTHORITIES.formatted(identity.folder()));
        return files;
    }
}
