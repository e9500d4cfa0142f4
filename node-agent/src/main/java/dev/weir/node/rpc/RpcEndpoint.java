package dev.weir.node.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.weir.jsonrpc.InvalidItem;
import dev.weir.jsonrpc.JsonRpcAnswer;
import dev.weir.jsonrpc.JsonRpcAnswers;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcError;
import dev.weir.jsonrpc.JsonRpcItem;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.jsonrpc.JsonRpcRequest;
import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import dev.weir.node.http.NodeProblem;
import dev.weir.node.rpc.port.AnswerTooLarge;
import dev.weir.node.rpc.port.Chain;
import dev.weir.node.rpc.port.NoChainAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /rpc}. Items that the policy lets pass go to the chain in one body, under ids of our own (their places), because a
 * client may use one id twice; each answer returns under its client's id, in its place.
 *
 * <p>Fails closed: what cannot be read or is not listed never reaches the chain. A chain that does not answer is a 502 or 504, so
 * that the gateway can ask another node; one that answers more than a node holds would do so at the next, and is an error of each call.
 */
public final class RpcEndpoint implements Endpoint {
    /** Answers nest deeper than requests do: traces of blocks and transactions. */
    private static final JsonRpcLimits ANSWERS = new JsonRpcLimits(Chain.LONGEST_ANSWER, 100, 64);

    private static final JsonRpcError MISSING =
            new JsonRpcError(JsonRpcError.INTERNAL_ERROR, "the chain did not answer this request");
    private static final JsonRpcError TOO_LARGE = new JsonRpcError(
            JsonRpcError.LIMIT_EXCEEDED,
            "the answer is longer than the limit of " + Chain.LONGEST_ANSWER
                    + " bytes for a request; ask for less, or in smaller batches");

    private final MethodPolicy policy;
    private final Chain chain;

    public RpcEndpoint(MethodPolicy policy, Chain chain) {
        this.policy = policy;
        this.chain = chain;
    }

    @Override
    public Answer answer(NodeCall call) throws InterruptedException {
        if (!call.method().equals("POST")) {
            return NodeProblem.methodNotAllowed("POST");
        }
        return switch (JsonRpcBatch.parse(call.body())) {
            case UnreadableBody unreadable ->
                Answer.json(400, JsonRpcAnswer.of("null", unreadable.error()).toJson());
            case JsonRpcBatch batch -> answer(batch);
        };
    }

    private Answer answer(JsonRpcBatch batch) throws InterruptedException {
        try {
            return done(merge(batch, ask(batch), MISSING));
        } catch (AnswerTooLarge e) {
            return done(merge(batch, Map.of(), TOO_LARGE));
        } catch (NoChainAnswer e) {
            return (e.slow() ? NodeProblem.CHAIN_SLOW : NodeProblem.CHAIN_UNAVAILABLE).answer();
        }
    }

    private static Answer done(byte[] body) {
        return Answer.json(200, body).with("cache-control", "no-store");
    }

    private Map<String, JsonRpcAnswer> ask(JsonRpcBatch batch)
            throws AnswerTooLarge, NoChainAnswer, InterruptedException {
        var passing = new ArrayList<String>();
        for (int place = 0; place < batch.items().size(); place++) {
            if (batch.items().get(place) instanceof JsonRpcRequest request && policy.allows(request.method())) {
                passing.add(request.withId(place));
            }
        }
        return passing.isEmpty() ? Map.of() : parse(chain.ask(body(passing, batch.array())));
    }

    private static Map<String, JsonRpcAnswer> parse(byte[] body) throws AnswerTooLarge, NoChainAnswer {
        try {
            return JsonRpcAnswers.parse(body, ANSWERS);
        } catch (StreamConstraintsException e) {
            throw new AnswerTooLarge("deeper, or with longer numbers, than is read");
        } catch (IOException e) {
            throw new NoChainAnswer("the answer is no JSON-RPC", false, e);
        }
    }

    private static byte[] body(List<String> items, boolean array) {
        var joined = String.join(",", items);
        return (array ? "[" + joined + "]" : joined).getBytes(UTF_8);
    }

    /** @param otherwise what calls get that have no answer */
    private byte[] merge(JsonRpcBatch batch, Map<String, JsonRpcAnswer> answers, JsonRpcError otherwise) {
        var items = new ArrayList<String>();
        for (int place = 0; place < batch.items().size(); place++) {
            var answer = Optional.ofNullable(answers.get(String.valueOf(place)));
            items.add(answer(batch.items().get(place), answer, otherwise).toJson());
        }
        return body(items, batch.array());
    }

    private JsonRpcAnswer answer(JsonRpcItem item, Optional<JsonRpcAnswer> answer, JsonRpcError otherwise) {
        return switch (item) {
            case InvalidItem invalid -> JsonRpcAnswer.of(invalid.id(), invalid.error());
            case JsonRpcRequest request
            when !policy.allows(request.method()) ->
                JsonRpcAnswer.of(request.id(), JsonRpcError.refused(request.method()));
            case JsonRpcRequest request ->
                answer.map(given -> given.withId(request.id()))
                        .orElseGet(() -> JsonRpcAnswer.of(request.id(), otherwise));
        };
    }
}
