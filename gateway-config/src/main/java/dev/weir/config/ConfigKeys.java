package dev.weir.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a record as the reader knows them, with the type of each. */
final class ConfigKeys {
    private ConfigKeys() {}

    /** Whether one word can stand for the whole record, as {@code access: public}. */
    static boolean hasShortForm(JavaType type) {
        return Arrays.stream(type.getRawClass().getDeclaredMethods())
                .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
    }

    static Map<String, JavaType> of(ObjectMapper mapper, JavaType type) {
        var keys = new TreeMap<String, JavaType>();
        for (var property : mapper.getDeserializationConfig().introspect(type).findProperties()) {
            var parameter = property.getConstructorParameter();
            if (parameter != null) {
                keys.put(property.getName(), parameter.getType());
            }
        }
        return keys;
    }
}
