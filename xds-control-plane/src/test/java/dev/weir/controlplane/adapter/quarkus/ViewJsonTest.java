package dev.weir.controlplane.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.scoring.Reported;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What a node says of itself, as the view's JSON has it: read by explain and by the dashboard. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class ViewJsonTest {
    private final ObjectMapper json;

    @Inject
    ViewJsonTest(ObjectMapper json) {
        this.json = json;
    }

    @Test
    void reported_isNumbers_andNullWhereTheNodeSaysNothing() throws JsonProcessingException {
        assertThat(json.writeValueAsString(new Reported(OptionalDouble.of(0.42), OptionalInt.of(3))))
                .isEqualTo("{\"utilisation\":0.42,\"inFlight\":3}");
        assertThat(json.writeValueAsString(Reported.NOTHING)).isEqualTo("{\"utilisation\":null,\"inFlight\":null}");
    }
}
