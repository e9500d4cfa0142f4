package dev.weir.servicetls.adapter.grpc;

import dev.weir.certificates.ServiceRole;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Of a port with several services: which role may call which. The handshake let in who is of any. Fails closed: a service that is not named, and a caller
 * without a certificate, get PERMISSION_DENIED.
 *
 * @param callers by a service's whole name
 */
public record RoleGuard(Map<String, Set<ServiceRole>> callers) implements ServerInterceptor {
    public RoleGuard {
        callers = Map.copyOf(callers);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var service = String.valueOf(call.getMethodDescriptor().getServiceName());
        var allowed = callers.getOrDefault(service, Set.of());
        if (Collections.disjoint(allowed, roles(call))) {
            call.close(
                    Status.PERMISSION_DENIED.withDescription(
                            allowed.isEmpty()
                                    ? service + " is for nobody"
                                    : service + " is for a certificate of " + ServiceRole.either(allowed)),
                    new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }

    private static Set<ServiceRole> roles(ServerCall<?, ?> call) {
        var session = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        if (session == null) {
            return Set.of();
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? ServiceRole.of(certificate)
                    : Set.of();
        } catch (SSLPeerUnverifiedException e) {
            return Set.of();
        }
    }
}
