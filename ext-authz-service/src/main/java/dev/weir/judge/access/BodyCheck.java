package dev.weir.judge.access;

import dev.weir.config.MethodPools;
import dev.weir.config.WeirConfig.Api;
import dev.weir.config.WeirConfig.Protocol;
import dev.weir.jsonrpc.InvalidItem;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.model.ApiName;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a call of a JSON-RPC API asks for. Fails closed: a body that was not read whole, or can be read in two ways, does not pass, and a batch
 * passes only where all that it calls is offered, as the nodes that would refuse the rest are not ours. An item that calls nothing, or something
 * that is offered in a wrong form, may pass beside others: the node answers it with an error of its own.
 *
 * @param pools of the APIs where some pool answers some methods alone
 */
record BodyCheck(Map<ApiName, MethodPools> pools) implements Check {
    private static final int NAMED = 3;
    private static final int LONGEST_NAME = 60;

    @Override
    public Verdict look(Case at) {
        var api = at.api().orElseThrow();
        if (api.protocol() != Protocol.JSON_RPC) {
            return new Verdict.Go(at);
        }
        if (!at.request().method().equals("POST")) {
            return at.deny(
                    DenyReason.HTTP_METHOD_NOT_ALLOWED, "This API takes JSON-RPC 2.0 by POST.", new Remedy.Ask("POST"));
        }
        return switch (at.request().body().orElse(UnreadableBody.empty())) {
            case UnreadableBody unreadable ->
                at.deny(reason(unreadable.fault()), sentence(unreadable.error().message()));
            case JsonRpcBatch batch -> batch(at, api, batch);
        };
    }

    private Verdict batch(Case at, Api api, JsonRpcBatch batch) {
        var refused = api.methods().refused(batch);
        if (!refused.isEmpty()) {
            return at.deny(
                    DenyReason.METHOD_NOT_ALLOWED,
                    "Not offered here: " + named(refused) + "."
                            + (batch.array() ? " None of the batch was sent; send it without." : ""));
        }
        var invalid = batch.items().stream()
                .flatMap(item -> item instanceof InvalidItem one ? Stream.of(one) : Stream.empty())
                .toList();
        var unfit = invalid.size() == batch.items().size()
                ? invalid.stream().findFirst()
                : invalid.stream().filter(item -> !item.plain()).findFirst();
        return unfit.isEmpty()
                ? answered(at, Optional.ofNullable(pools.get(api.name())), batch)
                : at.deny(
                        DenyReason.REQUEST_MALFORMED,
                        "The body is no JSON-RPC 2.0 request: "
                                + unfit.get().error().message() + ".");
    }

    /** Whether some pool answers all of it. */
    private static Verdict answered(Case at, Optional<MethodPools> pools, JsonRpcBatch batch) {
        var called = batch.methods();
        if (pools.isEmpty() || !pools.get().answering(called).isEmpty()) {
            return new Verdict.Go(at);
        }
        var unanswered = called.stream()
                .filter(method -> pools.get().answering(List.of(method)).isEmpty())
                .toList();
        return unanswered.isEmpty()
                ? at.deny(
                        DenyReason.BATCH_DIVIDED,
                        "Each of these is answered by some endpoint, and all by none; send them apart: " + named(called)
                                + ".")
                : at.deny(DenyReason.METHOD_NOT_ALLOWED, "No endpoint answers: " + named(unanswered) + ".");
    }

    private static DenyReason reason(UnreadableBody.Fault fault) {
        return switch (fault) {
            case EMPTY -> DenyReason.BODY_MISSING;
            case TOO_LONG -> DenyReason.REQUEST_TOO_LARGE;
            case TOO_MANY_ITEMS -> DenyReason.BATCH_TOO_LARGE;
            case TOO_DEEP -> DenyReason.BODY_TOO_DEEP;
            case TOKEN_TOO_LONG -> DenyReason.REQUEST_MALFORMED;
            case CONTENT_ENCODED -> DenyReason.CONTENT_ENCODING_UNKNOWN;
            case BYTE_ORDER_MARK -> DenyReason.BODY_MARKED;
            case NOT_UTF8 -> DenyReason.BODY_NOT_UTF;
            case NOT_JSON -> DenyReason.BODY_NOT_JSON;
            case MEMBER_TWICE -> DenyReason.MEMBER_TWICE;
            case EMPTY_BATCH -> DenyReason.BATCH_EMPTY;
        };
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    private static String named(List<String> methods) {
        var first = methods.stream()
                .limit(NAMED)
                .map(method -> method.substring(0, Math.min(LONGEST_NAME, method.length())))
                .collect(Collectors.joining(", "));
        return methods.size() > NAMED ? first + " and " + (methods.size() - NAMED) + " more" : first;
    }
}
