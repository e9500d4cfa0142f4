package dev.weir.ratelimit.adapter.yaml;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong in one file, each with its line, so that one look mends all. Not thread-safe. */
final class Problems {
    private final String file;
    private final List<String> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String problem) {
        at(node.getStartMark().getLine() + 1, problem);
    }

    void at(int line, String problem) {
        found.add(file + ":" + line + ": " + problem);
    }

    boolean none() {
        return found.isEmpty();
    }

    List<String> all() {
        return List.copyOf(found);
    }
}
