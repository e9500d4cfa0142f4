package dev.weir.traffic.workload;

import java.util.Objects;
import java.util.Optional;

/** @param body JSON, for a POST */
public record Request(String method, String path, Optional<String> body) {
    public Request {
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
        Objects.requireNonNull(body, "body is null");
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("a path starts with /");
        }
    }

    public static Request get(String path) {
        return new Request("GET", path, Optional.empty());
    }

    public static Request post(String path, String body) {
        return new Request("POST", path, Optional.of(body));
    }
}
