package dev.weir.config;

import java.util.List;

/** What is wrong with one item below the record that checks it, such as one of several pools' names. */
final class ItemFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<Object> path;

    /** @param path keys and indexes, from the record to the item */
    ItemFault(String message, Object... path) {
        super(message);
        this.path = List.of(path);
    }

    List<Object> path() {
        return path;
    }
}
