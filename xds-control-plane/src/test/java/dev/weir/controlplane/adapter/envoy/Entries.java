package dev.weir.controlplane.adapter.envoy;

import com.google.protobuf.TextFormat;
import io.envoyproxy.envoy.data.accesslog.v3.HTTPAccessLogEntry;

/** Log entries of which a test says only what matters to it. */
final class Entries {
    private Entries() {}

    /** @param common properties as text @param status 0 for none */
    static HTTPAccessLogEntry entry(String common, int status) throws TextFormat.ParseException {
        return TextFormat.parse(
                "common_properties { " + common
                        + " } request { request_method: GET path: '/quotes/ETH?key=secret' request_id: '0b7ec6e5' } response { "
                        + (status == 0 ? "" : "response_code { value: " + status + " }") + " }",
                HTTPAccessLogEntry.class);
    }
}
