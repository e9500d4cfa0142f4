package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;

/**
 * A service's cluster where its place is a name, behind which there may be several: all its addresses are used, and asked for anew as they run out.
 *
 * <p>Who does not answer a health check within half a second is left, and what waits for it goes to another; who is reached and errs is left for a while. Where
 * none is well all are asked, so that checks that are wrong, on a machine that is busy, take nothing away; so all may be left, or one that is gone would be the only one that counts as well while another is left
 * in error. Who is not named any more is asked for as long as it is
 * well: a name that is emptied by mistake takes nothing away either.
 *
 * <p>No merging of updates: by its default Envoy tells its workers of changes that follow one another within a second only after it, so that they knew one judge alone, and asked it when it
 * was gone.
 */
final class NamedService {
    private static final String GRPC = "grpc_health_check: {}";
    private static final String HTTP = "http_health_check: {path: /health/live}";
    private static final String SEVERAL = """
            type: STRICT_DNS
            respect_dns_ttl: true
            dns_lookup_family: ALL
            common_lb_config: {update_merge_window: 0s, healthy_panic_threshold: {value: 1}}
            close_connections_on_host_health_failure: true
            health_checks:
            - {timeout: 0.5s, interval: 0.5s, no_traffic_interval: 0.5s, unhealthy_threshold: 1, healthy_threshold: 1, %s}
            outlier_detection: {consecutive_5xx: 5, consecutive_local_origin_failure: 2, split_external_local_origin_errors: true, interval: 0.5s, base_ejection_time: 1s, max_ejection_time: 10s, max_ejection_percent: 100}
            """;

    private NamedService() {}

    static boolean isName(String host) {
        try {
            return InetAddress.ofLiteral(host) == null;
        } catch (IllegalArgumentException notALiteral) {
            return true;
        }
    }

    /** @param grpc whether it is asked over gRPC how it is, or over HTTP */
    static void into(ObjectNode cluster, boolean grpc) {
        cluster.setAll(EnvoyYaml.parse(SEVERAL.formatted(grpc ? GRPC : HTTP)));
    }
}
