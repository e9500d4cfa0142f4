package dev.weir.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file that cannot be used as it is. The message is for the person who edits it: a line for each fault, with where, what, how to mend it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MOST_TOLD = 20;

    private final transient List<ConfigFault> faults;

    public ConfigException(String message) {
        super(message);
        this.faults = List.of();
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
        this.faults = List.of();
    }

    /** @param faults at least one */
    public ConfigException(List<ConfigFault> faults) {
        super(told(faults));
        this.faults = List.copyOf(faults);
    }

    /** Each by itself; none where the message alone says it. */
    public List<ConfigFault> faults() {
        return faults == null ? List.of() : faults;
    }

    private static String told(List<ConfigFault> faults) {
        var text = faults.stream().limit(MOST_TOLD).map(ConfigFault::toString).collect(Collectors.joining("\n"));
        int more = faults.size() - MOST_TOLD;
        return more > 0 ? text + "\nand " + more + " more" : text;
    }
}
