package dev.weir.node.quotes;

import dev.weir.model.NodeId;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import dev.weir.node.http.NodeProblem;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** {@code GET /quotes} and {@code GET /quotes/{symbol}}, under any prefix that ends in {@code /quotes}. */
public final class QuotesEndpoint implements Endpoint {
    private final NodeId node;
    private final String root;
    private final QuoteBook book;

    /** @param root the path of the list, without a slash at its end */
    public QuotesEndpoint(NodeId node, String root, QuoteBook book) {
        this.node = node;
        this.root = root;
        this.book = book;
    }

    @Override
    public Answer answer(NodeCall call) {
        if (!call.reads()) {
            return NodeProblem.methodNotAllowed("GET, HEAD");
        }
        if (call.path().equals(root)) {
            return list();
        }
        return book.quote(call.path().substring(root.length() + 1))
                .map(quote -> answer(call, quote))
                .orElseGet(NodeProblem.SYMBOL_UNKNOWN::answer);
    }

    private Answer list() {
        var symbols = QuoteBook.symbols().stream().map(symbol -> "\"" + symbol + "\"");
        var body = "{\"node\":\"" + node + "\",\"symbols\":[" + symbols.collect(Collectors.joining(",")) + "]}";
        return Answer.json(200, body).with("Cache-Control", "private, max-age=60");
    }

    /** A quote is good for its second.. */
    private Answer answer(NodeCall call, Quote quote) {
        var tag = "\"" + node + "-" + quote.symbol() + "-" + quote.at().getEpochSecond() + "-" + quote.cents() + "\"";
        boolean known = call.header().apply("If-None-Match").map(tag::equals).orElse(false);
        var answer = known ? Answer.empty(304) : Answer.json(200, json(quote));
        return answer.with("ETag", tag).with("Cache-Control", "private, max-age=1");
    }

    private String json(Quote quote) {
        return "{\"symbol\":\"" + quote.symbol() + "\",\"price\":" + BigDecimal.valueOf(quote.cents(), 2) + ",\"at\":\""
                + quote.at() + "\",\"node\":\"" + node + "\"}";
    }
}
