package dev.weir.judge.problem;

import dev.weir.model.DenyReason;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal as problem details (RFC 9457): {@code type}, {@code title}, {@code status}, {@code detail}, {@code code}. */
public final class Problem {
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    /** The members, in their order. */
    public static Map<String, Object> of(DenyReason reason, String detail) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "urn:weir:problem:" + reason.code());
        members.put("title", reason.title());
        members.put("status", reason.httpStatus());
        members.put("detail", detail);
        members.put("code", reason.code());
        return members;
    }

    /** Header fields that go with it: when to come back, how to sign in. */
    public static Map<String, String> headers(DenyReason reason) {
        return switch (reason.httpStatus()) {
            case 503 -> Map.of("retry-after", "1");
            case 401 -> Map.of("www-authenticate", "Bearer realm=\"weir\"");
            default -> Map.of();
        };
    }
}
