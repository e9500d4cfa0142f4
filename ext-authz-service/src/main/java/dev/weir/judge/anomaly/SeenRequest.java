package dev.weir.judge.anomaly;

import dev.weir.model.ApiName;
import java.util.Objects;
import java.util.Optional;

/**
 * What the score looks at in one request.
 *
 * @param api empty where no API has the path
 * @param path without the query
 */
public record SeenRequest(Optional<ApiName> api, String method, String path, long bodyBytes) {
    public SeenRequest {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(method, "method is null");
        Objects.requireNonNull(path, "path is null");
    }
}
