package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ImportCommandTest {
    private static final String PETS = """
            openapi: 3.1.0
            info: {title: "Pet Store (beta)", version: "1"}
            servers:
            - {url: "https://{region}.pets.example/v1/", variables: {region: {default: eu}}}
            - {url: "https://pets.example:8443/v1"}
            paths: {/pets: {get: {}}}
            components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Api-Key}}}
            """;

    @TempDir
    Path folder = Path.of("");

    @Test
    void document_becomesAConfigurationThatCanBeRead() throws IOException {
        var text = text(PETS, "/pets", List.of());

        var config = WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), text));
        var api = config.apis().getFirst();
        assertThat(api.name().value()).isEqualTo("pet-store-beta");
        assertThat(api.match().prefix()).isEqualTo("/pets");
        assertThat(api.match().strip()).contains(true);
        assertThat(config.pools().getFirst().endpoints())
                .extracting(each -> each.url() + each.url().path().written())
                .containsExactly("https://eu.pets.example/v1", "https://pets.example:8443/v1");
        assertThat(text).contains("# the document asks for X-Api-Key: headers: {x-api-key: \"${API_KEY}\"}");
    }

    @Test
    void json_andServersByHand_areTakenToo() throws IOException {
        var text = text(
                "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"Auth\"}}", null, List.of("http://127.0.0.1:9000"));

        var config = WeirConfig.read(Files.writeString(folder.resolve("weir.yaml"), text));
        assertThat(config.apis().getFirst().name().value()).isEqualTo("api");
        assertThat(config.apis().getFirst().match().prefix()).isEqualTo("/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {swagger: "2.0"}                                   | version 2.0; convert it first
            {a: b}                                             | found none
            {openapi: 3.0.0}                                   | servers: there is none
            {openapi: 3.0.0, servers: [{url: /v1}]}            | '/v1' has no host
            {openapi: 3.0.0, servers: [{url: "https://a b"}]}  | is no URL
            """)
    void otherDocument_isRefused_withWhatToDo(String document, String why) {
        assertThatThrownBy(() -> text(document, null, List.of()))
                .isInstanceOf(CommandFailed.class)
                .hasMessageContaining(why);
    }

    private static String text(String document, @Nullable String prefix, List<String> servers)
            throws JsonProcessingException {
        return ImportCommand.text(new YAMLMapper().readTree(document), prefix, servers);
    }
}
