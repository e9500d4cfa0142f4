package dev.weir.ratelimit.adapter.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** What is wrong in one file, each with its line, so that one look mends all. Not thread-safe. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String problem) {
        at(node.getStartMark().getLine() + 1, problem);
    }

    void at(int line, String problem) {
        found.add(new Problem(line, problem));
    }

    boolean none() {
        return found.isEmpty();
    }

    /** All of them, by line. */
    List<String> all() {
        return found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> file + ":" + problem.line() + ": " + problem.text())
                .toList();
    }

    private record Problem(int line, String text) {}
}
