package dev.weir.config;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * The nodes of a YAML text with their places. Any bytes may come in: what is no text, or YAML of a kind that only helps to hide something (aliases, many
 * documents, very deep nesting), is a fault with its place.
 */
final class YamlTree {
    private static final int DEEPEST = 64;

    private YamlTree() {}

    /** @throws ConfigException with one fault */
    static Node of(String file, byte[] bytes) {
        var text = text(file, bytes);
        try {
            check(file, text);
            var root = yaml().compose(new StringReader(text));
            if (root == null) {
                throw fault(file, null, "is empty");
            }
            return root;
        } catch (MarkedYAMLException e) {
            throw fault(file, e.getProblemMark(), "not YAML: " + e.getProblem());
        } catch (ReaderException e) {
            var before = text.codePoints().limit(e.getPosition()).toArray();
            throw new ConfigException(List.of(at(
                    file,
                    new String(before, 0, before.length),
                    "not YAML: a character that no text has (number " + e.getCodePoint() + ")")));
        } catch (YAMLException | IndexOutOfBoundsException | IllegalArgumentException e) {
            throw fault(file, null, "not YAML");
        }
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setCodePointLimit(YamlReader.MAX_BYTES);
        return new Yaml(options);
    }

    /** Looks at the events alone, which takes no more memory for a deep text than for a flat one. */
    private static void check(String file, String text) {
        int depth = 0;
        int documents = 0;
        for (var event : yaml().parse(new StringReader(text))) {
            if (event instanceof AliasEvent alias) {
                throw fault(
                        file,
                        alias.getStartMark(),
                        "an alias (*" + alias.getAnchor() + ") is not read here; write out what it stands for");
            }
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (documents > 1) {
                throw fault(file, event.getStartMark(), "a second document begins here; a file has one");
            }
            if (depth > DEEPEST) {
                throw fault(file, event.getStartMark(), "nests deeper than " + DEEPEST);
            }
        }
    }

    private static String text(String file, byte[] bytes) {
        if (startsWith(bytes, 0xFE, 0xFF) || startsWith(bytes, 0xFF, 0xFE)) {
            throw fault(file, null, "is UTF-16; save it as UTF-8");
        }
        int from = startsWith(bytes, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        var out = CharBuffer.allocate(bytes.length);
        var result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        var text = out.flip().toString();
        if (result.isError()) {
            throw new ConfigException(
                    List.of(at(file, text, "is not UTF-8 from here on; is it a text, and saved as UTF-8?")));
        }
        return text;
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static ConfigFault at(String file, String before, String what) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new ConfigFault(file, line, before.length() - before.lastIndexOf('\n'), what);
    }

    private static ConfigException fault(String file, @Nullable Mark mark, String what) {
        return new ConfigException(List.of(
                mark == null
                        ? new ConfigFault(file, 0, 0, what)
                        : new ConfigFault(file, mark.getLine() + 1, mark.getColumn() + 1, what)));
    }
}
