package dev.weir.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code ./weir import}: a weir.yaml for an API that an OpenAPI 3 document describes (YAML or JSON): its name, its servers, and which keys they ask for. Paths and operations are not
 * taken over: what is below the prefix goes to the servers, which refuse what they do not have.
 */
@Command(
        name = "import",
        description = "Writes a weir.yaml that puts Weir in front of the servers of an OpenAPI 3 document.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int MAX_BYTES = 8 << 20;
    private static final ObjectMapper YAML = new YAMLMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]+)}");

    @Parameters(paramLabel = "OPENAPI", description = "openapi.yaml or openapi.json")
    private Path document = Path.of("");

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the file to write (default: my-weir.yaml)",
            defaultValue = "my-weir.yaml")
    private Path file = Path.of("my-weir.yaml");

    @Option(
            names = "--prefix",
            paramLabel = "/PATH",
            description = "where callers find it; servers get paths without it (default: /)")
    private @Nullable String prefix;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "instead of the document's servers; may stand several times")
    private List<String> servers = List.of();

    @Override
    public Integer call() {
        InitCommand.write(file, text(read(document), prefix, servers));
        return 0;
    }

    private static JsonNode read(Path document) {
        try {
            if (Files.size(document) > MAX_BYTES) {
                throw new CommandFailed(document + " is longer than 8 MiB");
            }
            return YAML.readTree(Files.readString(document, StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            throw new CommandFailed(
                    document + (at == null ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
                            + ": is neither YAML nor JSON",
                    e);
        } catch (IOException e) {
            throw new CommandFailed(
                    document + " cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
    }

    static String text(JsonNode document, @Nullable String prefix, List<String> instead) {
        if (!document.path("openapi").asText().startsWith("3.")) {
            throw new CommandFailed("openapi: expected a version 3 document, and found "
                    + (document.has("swagger")
                            ? "version " + document.get("swagger").asText() + "; convert it first"
                            : "none"));
        }
        var urls = instead.isEmpty()
                ? document.path("servers")
                        .valueStream()
                        .map(ImportCommand::url)
                        .distinct()
                        .toList()
                : instead;
        if (urls.isEmpty()) {
            throw new CommandFailed("servers: there is none; name one with --server https://…");
        }
        var match = prefix == null || prefix.equals("/") ? "{prefix: /}" : "{prefix: \"" + prefix + "\", strip: true}";
        return InitCommand.text(name(document.at("/info/title").asText()), match, urls, false, keys(document));
    }

    /** With its variables' defaults. */
    private static String url(JsonNode server) {
        var written = server.path("url").asText();
        var filled = VARIABLE.matcher(written)
                .replaceAll(found -> Matcher.quoteReplacement(server.path("variables")
                        .path(found.group(1))
                        .path("default")
                        .asText()));
        var url = filled.endsWith("/") ? filled.substring(0, filled.length() - 1) : filled;
        try {
            if (URI.create(url).getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailed("servers: '" + written + "' is no URL; name one with --server https://…", e);
        }
        throw new CommandFailed("servers: '" + written + "' has no host; name one with --server https://…");
    }

    /** {@code Pet Store} is {@code pet-store}. */
    private static String name(String title) {
        var name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var shorter = name.length() > 40 ? name.substring(0, 40).replaceAll("-$", "") : name;
        return shorter.isEmpty() || shorter.equals("auth") ? "api" : shorter;
    }

    /** What servers ask callers for can be the gateway's to bring. */
    private static String keys(JsonNode document) {
        return document.at("/components/securitySchemes")
                .valueStream()
                .filter(scheme -> scheme.path("in").asText().equals("header")
                        && scheme.path("name").asText().matches("[A-Za-z0-9-]{1,60}"))
                .map(scheme ->
                        "      # the document asks for " + scheme.get("name").asText() + ": headers: {"
                                + scheme.get("name").asText().toLowerCase(Locale.ROOT) + ": \"${API_KEY}\"}\n")
                .distinct()
                .collect(Collectors.joining());
    }
}
