package dev.weir.model;

/** An API that a publisher offers through the gateway, as named in weir.yaml. */
public record ApiName(String value) implements Comparable<ApiName> {
    public ApiName {
        Names.check("api", value);
    }

    @Override
    public int compareTo(ApiName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
