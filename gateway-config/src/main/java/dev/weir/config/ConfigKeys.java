package dev.weir.config;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.TreeMap;

/** The keys of a record as the reader knows them, with the type of each. */
final class ConfigKeys {
    private ConfigKeys() {}

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
