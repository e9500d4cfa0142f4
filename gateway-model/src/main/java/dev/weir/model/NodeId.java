package dev.weir.model;

/** A node: a server, edge box or phone that answers calls. Unique in the registry. */
public record NodeId(String value) implements Comparable<NodeId> {
    public NodeId {
        Names.check("node", value);
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
