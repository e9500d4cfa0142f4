package dev.weir.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A table of plain text: columns as wide as their widest cell, numbers to the right, also with how far they may be off. */
public final class Table {
    private final List<String> heads;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... heads) {
        this.heads = List.of(heads);
    }

    /** @param cells as many as heads */
    public Table row(String... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException("a row has " + heads.size() + " cells, not " + cells.length);
        }
        rows.add(List.of(cells));
        return this;
    }

    public String text() {
        int[] widths = new int[heads.size()];
        Stream.concat(Stream.of(heads), rows.stream()).forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        var text = new StringBuilder();
        Stream.concat(Stream.of(heads), rows.stream()).forEach(row -> text.append(line(row, widths)));
        return text.toString();
    }

    private static String line(List<String> row, int[] widths) {
        var line = new StringBuilder(" ");
        for (int i = 0; i < widths.length; i++) {
            var cell = row.get(i);
            boolean number = cell.matches("[+-]?[0-9][0-9.,]*( ± [0-9][0-9.,]*)?( ?(%|ms|s|MiB))?");
            var space = " ".repeat(widths[i] - cell.length());
            line.append(number ? space + cell : cell + space).append("  ");
        }
        return line.toString().stripTrailing() + "\n";
    }
}
