package dev.weir.ratelimit.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.certificates.ServiceRole;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitRequest;
import io.envoyproxy.envoy.service.ratelimit.v3.RateLimitServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The service with a certificate, on its real port: gateways alone may ask. */
@QuarkusTest
@QuarkusTestResource(value = ServiceUnderTest.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = IdentityUnderTest.class, restrictToAnnotatedClass = true)
final class RateLimitTlsWireTest {
    @ConfigProperty(name = "quarkus.grpc.server.test-port")
    int grpcPort;

    /** A default, as other tests' services look at the injected fields of this class too. */
    @ConfigProperty(name = "test.identities", defaultValue = "none here")
    String identities = "";

    private Status.Code asked(Optional<ServiceTls> tls) {
        var channel = ServiceTls.dial(NettyChannelBuilder.forAddress("127.0.0.1", grpcPort), tls, ServiceRole.RATELIMIT)
                .build();
        try {
            RateLimitServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .shouldRateLimit(RateLimitRequest.newBuilder()
                            .setDomain("weir")
                            .addDescriptors(EnvoyClient.quotes("over-tls"))
                            .build());
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        } finally {
            channel.shutdownNow();
            tls.ifPresent(ServiceTls::close);
        }
    }

    private Optional<ServiceTls> as(ServiceRole role) {
        return Optional.of(ServiceTls.watching(IdentityUnderTest.files(identities, role), InstantSource.system()));
    }

    @Test
    void gateway_isAnswered_andNobodyElse() {
        assertThat(asked(as(ServiceRole.GATEWAY))).isEqualTo(Status.Code.OK);
        assertThat(asked(as(ServiceRole.JUDGE))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(asked(Optional.empty())).isEqualTo(Status.Code.UNAVAILABLE);
    }
}
