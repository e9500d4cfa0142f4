package dev.weir.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which {@code ${NAME}} stands for what the environment, and {@code ${file:/path}} for what a file says, where Envoy runs and each time that it is needed: so
 * the secret itself is in no configuration, no dump and no log, and a file that is replaced is in force at once.
 *
 * @param written as in the file, of printable ASCII
 */
public record SecretText(String written) {
    private static final String FILE = "file:";
    private static final int MOST_OF_A_FILE = 8_192;
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]{0,4096}");
    private static final Pattern NAMED =
            Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]{0,127}|file:/[^\\x00-\\x1f{}$]{1,1023})}");

    public SecretText {
        Objects.requireNonNull(written, "written is null");
        if (!PRINTABLE.matcher(written).matches()) {
            throw new IllegalArgumentException("only printable ASCII, of 4096 characters at most, can be sent");
        }
        if (NAMED.matcher(written).replaceAll("").contains("$")) {
            throw new IllegalArgumentException(
                    "'$' stands before {NAME} for an environment variable of Envoy's, or before {file:/path} for a file beside it, and nowhere else");
        }
    }

    static SecretText parse(String text) {
        return new SecretText(text);
    }

    /** What of it cannot be read on this machine now, in words. @param environment variables by name */
    public Optional<String> unreadable(Map<String, String> environment) {
        return NAMED.matcher(written)
                .results()
                .map(found -> found.group(1))
                .filter(name -> name.startsWith(FILE)
                        ? !Files.isReadable(Path.of(name.substring(FILE.length())))
                        : environment.getOrDefault(name, "").isEmpty())
                .findFirst()
                .map(name -> name.startsWith(FILE)
                        ? "the file " + name.substring(FILE.length()) + " cannot be read"
                        : "the environment variable " + name + " is not set");
    }

    /**
     * What is sent: with what this machine's environment and files say now.
     *
     * @param environment variables by name
     * @throws IllegalStateException that says what of it cannot be read
     */
    public String filled(Map<String, String> environment) {
        return NAMED.matcher(written).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1), environment)));
    }

    private static String value(String name, Map<String, String> environment) {
        var value = name.startsWith(FILE)
                ? content(Path.of(name.substring(FILE.length())))
                : environment.getOrDefault(name, "");
        if (value.isEmpty() || value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalStateException(
                    name.startsWith(FILE)
                            ? "the file " + name.substring(FILE.length()) + " cannot be read"
                            : "the environment variable " + name + " is not set");
        }
        return value;
    }

    /** Its beginning, as much as Envoy reads of it; empty where it cannot be read. */
    private static String content(Path file) {
        try (var from = Files.newInputStream(file)) {
            return new String(from.readNBytes(MOST_OF_A_FILE), StandardCharsets.ISO_8859_1).stripTrailing();
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether all of it stands in the configuration. */
    public boolean isPlain() {
        return !written.contains("$");
    }

    @Override
    public String toString() {
        return written;
    }
}
