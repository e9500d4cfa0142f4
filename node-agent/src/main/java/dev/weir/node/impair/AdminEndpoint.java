package dev.weir.node.impair;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import dev.weir.node.http.NodeProblem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code GET} and {@code PUT /admin/impair}, and {@code GET /metrics}, on a port of their own. The body is the text of {@link ImpairmentText}, or a JSON
 * object: {@code {"impair": "latency=10x"}} or {@code {"latency": "10x", "errors": 0.1}}.
 *
 * <p>Guarded against web pages only: a foreign Host (DNS rebinding) is refused, and a page of another origin cannot PUT without
 * a preflight, which nothing answers. Whoever can open loopback ports of this machine may change the node.
 */
public final class AdminEndpoint implements Endpoint {
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");
    private static final int MOST_MEMBERS = 8;

    private final ServiceGate gate;
    private final Endpoint metrics;

    /** @param metrics answers what Prometheus asks */
    public AdminEndpoint(ServiceGate gate, Endpoint metrics) {
        this.gate = gate;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(NodeCall call) throws InterruptedException {
        if (!HOSTS.contains(PORT.matcher(call.header().apply("Host").orElse("")).replaceFirst(""))) {
            return NodeProblem.HOST_FOREIGN.answer();
        }
        if (call.path().equals("/metrics") && call.reads()) {
            return metrics.answer(call);
        }
        if (!call.path().equals("/admin/impair")) {
            return NodeProblem.NOT_FOUND.answer();
        }
        return switch (call.method()) {
            case "GET", "HEAD" -> state();
            case "PUT" -> change(new String(call.body(), UTF_8));
            default -> NodeProblem.methodNotAllowed("GET, PUT");
        };
    }

    private Answer change(String body) {
        try {
            var text = body.stripLeading().startsWith("{") ? flatten(body) : body;
            gate.change(ImpairmentText.apply(text, gate.current(), gate.configured()));
            return state();
        } catch (IllegalArgumentException e) {
            return NodeProblem.IMPAIRMENT_MALFORMED.answer(
                    Optional.ofNullable(e.getMessage()).orElse(""));
        }
    }

    private Answer state() {
        return Answer.json(
                        200,
                        "{\"impair\":\"" + gate.current() + "\",\"configured\":\"" + gate.configured()
                                + "\",\"inFlight\":" + gate.inFlight() + "}")
                .with("Cache-Control", "no-store");
    }

    /** Turns the JSON form into the text form. */
    private static String flatten(String body) {
        var parts = new ArrayList<String>();
        try (var parser = new JsonFactory().createParser(body)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME && parts.size() < MOST_MEMBERS) {
                var name = parser.currentName();
                if (!parser.nextToken().isScalarValue()) {
                    throw new IllegalArgumentException(name + " is not a number or a text");
                }
                parts.add(name.equals("impair") ? parser.getText() : name + "=" + parser.getText());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is not JSON", e);
        }
        return String.join(",", parts);
    }
}
