package dev.weir.controlplane.adapter.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.weir.controlplane.access.MaskedCaller;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.scoring.ModelDigest;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** The shared nouns are written as their one value, times as ISO 8601. */
@Singleton
public class PlainJson implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("weir")
                .addSerializer(ApiName.class, ToStringSerializer.instance)
                .addSerializer(NodeId.class, ToStringSerializer.instance)
                .addSerializer(PoolName.class, ToStringSerializer.instance)
                .addSerializer(EndpointAddress.class, ToStringSerializer.instance)
                .addSerializer(MaskedCaller.class, ToStringSerializer.instance)
                .addSerializer(ModelDigest.class, ToStringSerializer.instance));
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    }
}
