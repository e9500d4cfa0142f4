package dev.weir.model;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * A refusal as problem details (RFC 9457): the one shape and the one writer of every part of the gateway. Adapters only carry it.
 *
 * @param code in lower case with {@code _}: the code of a {@link DenyReason}, or another row of {@code docs/refusals.md}
 * @param title the same for every refusal of this code
 * @param detail what is wrong this time and how to mend it, one sentence for people; empty where the title says all. Names no secret
 */
public record Problem(int status, String code, String title, String detail, Remedy remedy) {
    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " refuses nothing");
        }
        if (!code.matches("[a-z0-9_]{1,64}")) {
            throw new IllegalArgumentException("'" + code + "' is no code");
        }
        Objects.requireNonNull(title, "title is null");
        Objects.requireNonNull(detail, "detail is null");
        Objects.requireNonNull(remedy, "remedy is null");
    }

    /** With the remedy that is usual for its status. */
    public static Problem of(int status, String code, String title, String detail) {
        return new Problem(status, code, title, detail, Remedy.usual(status));
    }

    public static Problem of(DenyReason reason, String detail) {
        return of(reason, detail, Remedy.usual(reason.httpStatus()));
    }

    public static Problem of(DenyReason reason, String detail, Remedy remedy) {
        return new Problem(reason.httpStatus(), reason.code(), reason.title(), detail, remedy);
    }

    /** Header fields that tell the remedy, their names in lower case; besides the content type, which is {@link #MEDIA_TYPE}. */
    public Map<String, String> headers() {
        return switch (remedy) {
            case Remedy.Mend mend -> Map.of();
            case Remedy.SignIn signIn -> Map.of("www-authenticate", "Bearer realm=\"weir\"");
            case Remedy.Wait(Duration time) ->
                Map.of("retry-after", Long.toString(Math.ceilDiv(time.toMillis(), 1_000)));
            case Remedy.Stake stake -> Map.of();
            case Remedy.Ask(String allowed) -> Map.of("allow", allowed);
        };
    }

    /** The body. */
    public String toJson() {
        var json =
                new StringBuilder("{\"type\":\"urn:weir:problem:").append(code).append("\",\"title\":");
        quote(json, title);
        json.append(",\"status\":").append(status);
        if (!detail.isEmpty()) {
            json.append(",\"detail\":");
            quote(json, detail);
        }
        json.append(",\"code\":\"").append(code).append('"');
        if (remedy instanceof Remedy.Stake(TokenAmount least)) {
            json.append(",\"stake\":\"").append(least.toTokens()).append('"');
        }
        return json.append('}').toString();
    }

    /** A detail may hold what a client sent: whatever JSON or a terminal could take for more than a letter is escaped (RFC 8259, 7). */
    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '"' || letter == '\\') {
                json.append('\\').append(letter);
            } else if (letter < ' ' || (letter >= 0x7f && letter < 0xa0) || Character.isSurrogate(letter)) {
                json.append("\\u").append(Integer.toHexString(0x10000 | letter), 1, 5);
            } else {
                json.append(letter);
            }
        }
        json.append('"');
    }
}
