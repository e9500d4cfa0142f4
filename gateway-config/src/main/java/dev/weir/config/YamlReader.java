package dev.weir.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Reads one YAML file into a record tree, strictly: an unknown key, a missing key or a bad value stops it. */
public final class YamlReader {
    private static final int MAX_BYTES = 1 << 20;

    private static final ObjectMapper MAPPER = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .addModule(new Jdk8Module())
            .addModule(ConfigValues.module())
            .build();

    private YamlReader() {}

    public static <T> T read(Path file, Class<T> type) {
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new ConfigException(file + ": larger than 1 MiB; is this the right file?");
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        return read(file.toString(), bytes, type);
    }

    /** @param file what messages call it, for bytes that come from elsewhere */
    public static <T> T read(String file, byte[] bytes, Class<T> type) {
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new ConfigException(file + ": is empty");
            }
            return value;
        } catch (UnrecognizedPropertyException e) {
            throw new ConfigException(
                    at(file, bytes, e) + "unknown key '" + e.getPropertyName() + "'; known here: " + known(e), e);
        } catch (JsonMappingException e) {
            throw new ConfigException(at(file, bytes, e) + path(e) + reason(e), e);
        } catch (JsonProcessingException e) {
            throw new ConfigException(
                    file
                            + YamlPlace.fault(new String(bytes, StandardCharsets.UTF_8))
                                    .orElseGet(() -> place(e) + "not YAML: " + firstLine(e.getOriginalMessage())),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String known(UnrecognizedPropertyException e) {
        var ids = e.getKnownPropertyIds();
        return ids == null
                ? "none"
                : ids.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private static String at(String file, byte[] bytes, JsonMappingException e) {
        return file + YamlPlace.of(new String(bytes, StandardCharsets.UTF_8), e.getPath()) + ": ";
    }

    private static String place(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return place == null ? ": " : ":" + place.getLineNr() + ":" + place.getColumnNr() + ": ";
    }

    private static String path(JsonMappingException e) {
        var path = new StringBuilder();
        for (var step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "" : path + ": ";
    }

    /** The sentence that a compact constructor or a value reader gave, where there is one. */
    private static String reason(JsonMappingException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        // Jackson's advice here is to weaken the parser, which is no help to whoever edits the file.
        if (text != null && text.startsWith("Cannot map `null` into type")) {
            return "a number is missing";
        }
        return text == null ? "not usable" : firstLine(text);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("not usable");
    }
}
