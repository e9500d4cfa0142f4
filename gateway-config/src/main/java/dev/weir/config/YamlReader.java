package dev.weir.config;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads one YAML file into a record tree, strictly: an unknown key, a missing key or a bad value stops it. Whatever the bytes are, what comes back is the
 * record, or a {@link ConfigException} in plain words with every fault that was found.
 */
public final class YamlReader {
    /** 1,000 APIs with 10,000 endpoints are 1.5 MB. */
    public static final int MAX_BYTES = 4 << 20;

    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            // What stands in a file may be a secret that was pasted there.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .addModule(new Jdk8Module())
            .addModule(ConfigValues.module())
            .build();

    private YamlReader() {}

    public static <T> T read(Path file, Class<T> type) {
        return read(file.toString(), bytes(file), type);
    }

    /** @param file what messages call it, for bytes that come from elsewhere */
    public static <T> T read(String file, byte[] bytes, Class<T> type) {
        if (bytes.length > MAX_BYTES) {
            throw new ConfigException(
                    List.of(new ConfigFault(file, 0, 0, "larger than 4 MiB; is this the right file?")));
        }
        return TreeCheck.read(MAPPER, file, YamlTree.of(file, bytes), type);
    }

    /** All of a file. @throws ConfigException that says why it cannot be read */
    public static byte[] bytes(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw whole(file, "is a folder; expected a file");
            }
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw whole(file, "is no ordinary file");
            }
            if (Files.size(file) > MAX_BYTES) {
                throw whole(file, "larger than 4 MiB; is this the right file?");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw whole(file, "is not there");
        } catch (AccessDeniedException e) {
            throw whole(file, "may not be read by this user");
        } catch (IOException e) {
            throw whole(file, "cannot be read");
        }
    }

    private static ConfigException whole(Path file, String what) {
        return new ConfigException(List.of(new ConfigFault(file.toString(), 0, 0, what)));
    }
}
