package dev.weir.model;

/** A group of nodes of one kind that serve together: edge, phones, cloud. */
public record PoolName(String value) implements Comparable<PoolName> {
    public PoolName {
        Names.check("pool", value);
    }

    @Override
    public int compareTo(PoolName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
