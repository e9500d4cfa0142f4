package dev.weir.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.config.ConfigException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir diff}: what a weir.yaml would change at the running gateway. Exit codes as those of diff(1). */
@Command(
        name = "diff",
        description = "Says what a weir.yaml would change at the running gateway, in words and by Envoy's resources.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it changes nothing", "1:it changes something", "2:it cannot be said, or the file is bad"})
final class DiffCommand implements Callable<Integer> {
    private static final int TROUBLE = 2;

    private final GlobalOptions global;

    @Parameters(paramLabel = "FILE", description = "like weir.yaml")
    private Path file = Path.of("");

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    DiffCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        try {
            var checked = CheckedConfig.read(global.home(), file);
            var looked = ConfigClient.of(global.home()).look(checked.name(), checked.yaml());
            said(looked, format);
            return changes(looked) ? 1 : 0;
        } catch (CommandFailed | ConfigException trouble) {
            throw new CommandFailed(String.valueOf(trouble.getMessage()), TROUBLE);
        }
    }

    private static boolean changes(JsonNode looked) {
        return !looked.path("changes").isEmpty() || !looked.path("resources").isEmpty();
    }

    /** Prints what would change. @return 0 */
    static int said(JsonNode looked, OutputFormat format) {
        if (format == OutputFormat.JSON) {
            System.out.println(looked.toPrettyString());
        } else if (changes(looked)) {
            ConfigClient.lines(looked).forEach(System.out::println);
        } else {
            System.out.println(
                    "changes nothing: version " + looked.at("/version/number").asText() + " in force says the same");
        }
        return 0;
    }
}
