package dev.weir.topology.adapter.envoy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.config.ByteSize;
import dev.weir.topology.Topology;

/**
 * That an answer which says to be longer than its API lets it be is not passed on: its caller gets 502, worded in {@code listener.yaml}, and its node is told to stop. Nothing is held for it. An
 * answer that does not say its length passes, however long it becomes. Pure.
 */
final class AnswerBound {
    private static final String FILTER = "weir.answer";

    /**
     * {@code request.method != 'HEAD' && response.code != 304 && uint(response.headers['content-length']) > …}, as a tree: Envoy 1.40 reads no text here. The first two say a length and have
     * no body (RFC 9110, 8.6). Envoy takes a length of 64 bits, so it is read as such; where there is none, nothing is matched.
     */
    private static final String LONGER = """
            "@type": type.googleapis.com/envoy.extensions.filters.http.custom_response.v3.CustomResponse
            custom_response_matcher:
              matcher_list:
                matchers:
                - predicate:
                    single_predicate:
                      input: {name: call, typed_config: {"@type": type.googleapis.com/xds.type.matcher.v3.HttpAttributesCelMatchInput}}
                      custom_match:
                        name: longer
                        typed_config:
                          "@type": type.googleapis.com/xds.type.matcher.v3.CelMatcher
                          expr_match:
                            cel_expr_parsed:
                              expr:
                                call_expr:
                                  function: _&&_
                                  args:
                                  - call_expr: {function: _!=_, args: [{select_expr: {operand: {ident_expr: {name: request}}, field: method}}, {const_expr: {string_value: HEAD}}]}
                                  - call_expr:
                                      function: _&&_
                                      args:
                                      - call_expr: {function: _!=_, args: [{select_expr: {operand: {ident_expr: {name: response}}, field: code}}, {const_expr: {int64_value: "304"}}]}
                                      - call_expr:
                                          function: _>_
                                          args:
                                          - call_expr: {function: uint, args: [{call_expr: {function: "_[_]", args: [{select_expr: {operand: {ident_expr: {name: response}}, field: headers}}, {const_expr: {string_value: content-length}}]}}]}
                                          - const_expr: {uint64_value: "%d"}
                  on_match:
                    action:
                      name: refused
                      typed_config: {"@type": type.googleapis.com/envoy.extensions.http.custom_response.local_response_policy.v3.LocalResponsePolicy, status_code: 502}
            """;

    private AnswerBound() {}

    /** Whether some API has a bound. */
    static boolean any(Topology topology) {
        return topology.apis().stream().anyMatch(route -> route.api().answer().isPresent());
    }

    /** @param filters what a route says of the listener's filters */
    static void into(ObjectNode filters, ByteSize longest) {
        filters.set(FILTER, EnvoyYaml.parse(LONGER.formatted(longest.bytes())));
    }

    /** Takes the filter away, where nobody asks for it. @param filters the listener's */
    static void leaveOut(ArrayNode filters) {
        for (int i = 0; i < filters.size(); i++) {
            if (filters.get(i).get("name").asText().equals(FILTER)) {
                filters.remove(i);
                return;
            }
        }
        throw new IllegalStateException("listener.yaml has no filter " + FILTER);
    }
}
