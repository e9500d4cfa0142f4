package dev.weir.controlplane.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** One resource of Envoy's that another configuration adds, changes or removes. @param what {@code added}, {@code changed} or {@code removed} */
public record ResourceChange(String type, String name, String what) {
    /** @param before and @param after hashes of content by type and name */
    static List<ResourceChange> between(
            Map<String, Map<String, String>> before, Map<String, Map<String, String>> after) {
        var changes = new ArrayList<ResourceChange>();
        var types = new TreeSet<>(before.keySet());
        types.addAll(after.keySet());
        for (var type : types) {
            var was = before.getOrDefault(type, Map.of());
            var is = after.getOrDefault(type, Map.of());
            var names = new TreeMap<>(was);
            names.putAll(is);
            for (var name : names.keySet()) {
                if (!is.containsKey(name)) {
                    changes.add(new ResourceChange(type, name, "removed"));
                } else if (!was.containsKey(name)) {
                    changes.add(new ResourceChange(type, name, "added"));
                } else if (!Objects.equals(was.get(name), is.get(name))) {
                    changes.add(new ResourceChange(type, name, "changed"));
                }
            }
        }
        return List.copyOf(changes);
    }
}
