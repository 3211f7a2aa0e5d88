package io.kalends.cli.shell;

import java.util.ArrayList;
import java.util.List;

/// Rows under heads, each column as wide as its widest cell. Cells lose what would steer a terminal.
record Table(List<String> heads, List<List<String>> rows) {

    private static final String GAP = "  ";

    List<String> lines(Screen screen) {
        var plain = rows.stream()
                .map(row -> row.stream().map(Screen::plain).toList())
                .toList();
        var lines = new ArrayList<String>();
        lines.add(screen.in(Screen.Mood.LOUD, line(heads, plain)));
        plain.forEach(row -> lines.add(line(row, plain)));
        return lines;
    }

    private String line(List<String> cells, List<List<String>> plain) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            var cell = cells.get(column);
            line.append(cell)
                    .append(" ".repeat(width(column, plain) - cell.length()))
                    .append(GAP);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column, List<List<String>> plain) {
        int widest = heads.get(column).length();
        for (var row : plain) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }
}
