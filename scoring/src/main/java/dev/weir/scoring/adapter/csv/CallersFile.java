package dev.weir.scoring.adapter.csv;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.scoring.OrdinaryCallers;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ordinary callers as text, so that anyone can read, plot and make them. Version 1:
 *
 * <pre>
 *   weir callers 1
 *   sha256 (of all that follows this line, in hex)
 *   rate,paths,sequence,refusals,impatience,sign-in,payload
 *   3.25,0,1.4,0,0,0,120
 * </pre>
 */
public final class CallersFile {
    static final long LONGEST = 4L << 20;
    private static final String FIRST = "weir callers 1";
    private static final String DIGEST = "sha256 ";
    private static final int DECIMALS = 4;

    private CallersFile() {}

    /** @throws InvalidCallersFile where it is damaged, empty or too long @throws IOException where it cannot be read */
    public static OrdinaryCallers read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return read(in, file.toString());
        }
    }

    /** @param name for errors */
    public static OrdinaryCallers read(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes((int) LONGEST + 1);
        if (bytes.length > LONGEST) {
            throw new InvalidCallersFile(name, "it is longer than " + LONGEST + " bytes");
        }
        var parts = new String(bytes, UTF_8).split("\n", 3);
        if (!parts[0].equals(FIRST)) {
            throw new InvalidCallersFile(name, "its first line is not '" + FIRST + "'");
        }
        if (parts.length < 3 || !parts[1].equals(DIGEST + digest(parts[2]))) {
            throw new InvalidCallersFile(name, "its digest is not that of its content: it was cut or changed");
        }
        try {
            return callers(parts[2].lines().toList());
        } catch (IllegalArgumentException e) {
            throw new InvalidCallersFile(name, String.valueOf(e.getMessage()));
        }
    }

    /** The whole file or, where writing fails, the one before. */
    public static void write(OrdinaryCallers callers, Path file) throws IOException {
        var content = new StringBuilder(String.join(",", callers.features())).append('\n');
        for (double[] row : callers.rows()) {
            content.append(Arrays.stream(row).mapToObj(CallersFile::text).collect(Collectors.joining(",")))
                    .append('\n');
        }
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.writeString(draft, FIRST + "\n" + DIGEST + digest(content.toString()) + "\n" + content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static OrdinaryCallers callers(List<String> lines) {
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("it has no features");
        }
        var rows = new ArrayList<double[]>(lines.size());
        for (int line = 1; line < lines.size(); line++) {
            rows.add(row(lines.get(line), line));
        }
        return new OrdinaryCallers(List.of(lines.getFirst().split(",", -1)), rows);
    }

    private static double[] row(String line, int number) {
        try {
            return Arrays.stream(line.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("row " + number + " is not made of numbers", e);
        }
    }

    private static String text(double value) {
        return BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String digest(String content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
