package dev.weir.controlplane.config;

/** Configurations that differ. */
final class ConfigTexts {
    static final String FIRST = text("quotes", "");
    static final String SECOND = text("prices", "");
    static final String THIRD = text("others", "");
    static final String BAD = "apis: [\n";

    private ConfigTexts() {}

    static String text(String api, String more) {
        return """
                apis: [{name: %s, match: {prefix: /}, pools: [cloud], access: public}]
                pools: [{name: cloud, endpoints: [{name: a, url: "http://127.0.0.1:8080"}]}]
                chain: memory
                """.formatted(api) + more;
    }
}
