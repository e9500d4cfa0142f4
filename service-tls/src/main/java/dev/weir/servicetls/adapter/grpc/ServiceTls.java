package dev.weir.servicetls.adapter.grpc;

import dev.weir.certificates.CertificateFault;
import dev.weir.certificates.IdentityFiles;
import dev.weir.certificates.ServiceIdentity;
import dev.weir.certificates.ServiceRole;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS on both sides between a service and who dials it or is dialled by it. Both show a certificate of a believed authority that names their role; who cannot is
 * let go in the handshake. TLS 1.3 or 1.2.
 *
 * <p>Files are looked at every second, and what is good is shown and believed from the next connection on; connections that stand go on. What is not good
 * changes nothing and is said once: the last good stays until it ends, and then nobody believes it, so that it fails closed.
 *
 * <p>Any thread.
 */
public final class ServiceTls implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(ServiceTls.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);
    /** Who comes again after that long shows its certificate again, which may not be believed any more. The least that the JDK has; it takes 0 for a day. */
    private static final Duration SESSION = Duration.ofSeconds(1);

    private final IdentityFiles files;
    private final InstantSource wall;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    /** By whom they believe, so that who dials again and again makes no more of them. */
    private final Map<Set<ServiceRole>, AdvancedTlsX509TrustManager> believers = new HashMap<>();

    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("service-tls").daemon().factory());
    private ServiceIdentity inForce;
    private String fault = "";

    private ServiceTls(IdentityFiles files, InstantSource wall) {
        this.files = files;
        this.wall = wall;
        this.inForce = files.read(wall.instant());
        show(inForce);
    }

    /**
     * @param wall what certificates' ends are compared with
     * @throws CertificateFault where the files are not good now: there is no last good yet
     */
    public static ServiceTls watching(IdentityFiles files, InstantSource wall) {
        var tls = new ServiceTls(files, wall);
        tls.say(tls.inForce);
        var _ = tls.watch.scheduleWithFixedDelay(
                tls::refresh, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return tls;
    }

    /**
     * By a service's settings: none of them is plain text.
     *
     * @throws IllegalArgumentException where some are set and others are not, or the files are not good now
     */
    public static Optional<ServiceTls> of(
            ServiceRole role, Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities) {
        return IdentityFiles.of(role, certificate, key, authorities)
                .map(files -> watching(files, InstantSource.system()));
    }

    /** For a gRPC server that is dialled by those roles. */
    public SslContext server(Set<ServiceRole> callers) {
        return context(SslContextBuilder.forServer(keys).clientAuth(ClientAuth.REQUIRE), callers);
    }

    /** For a gRPC client that dials one of that role. Its host is not looked at: any of that role is as good. */
    public SslContext client(ServiceRole dialled) {
        return context(SslContextBuilder.forClient().keyManager(keys), Set.of(dialled));
    }

    /** Says how a client dials one of that role: by this identity, or where there is none in plain text. */
    public static NettyChannelBuilder dial(NettyChannelBuilder builder, Optional<ServiceTls> tls, ServiceRole dialled) {
        return tls.map(certified -> builder.sslContext(certified.client(dialled)))
                .orElseGet(builder::usePlaintext);
    }

    /** For a server that is not of gRPC. */
    public X509ExtendedKeyManager keys() {
        return keys;
    }

    /** Believes those roles alone, and follows the files. */
    public synchronized X509ExtendedTrustManager believing(Set<ServiceRole> peers) {
        return believers.computeIfAbsent(Set.copyOf(peers), this::believer);
    }

    private AdvancedTlsX509TrustManager believer(Set<ServiceRole> peers) {
        try {
            var manager = AdvancedTlsX509TrustManager.newBuilder()
                    .setVerification(AdvancedTlsX509TrustManager.Verification.CERTIFICATE_ONLY_VERIFICATION)
                    .setSslSocketAndEnginePeerVerifier(new PeerRole(peers))
                    .build();
            manager.updateTrustCredentials(authorities(inForce));
            return manager;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot check certificates", e);
        }
    }

    private SslContext context(SslContextBuilder builder, Set<ServiceRole> peers) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .trustManager(believing(peers))
                    .protocols("TLSv1.3", "TLSv1.2")
                    .sessionTimeout(SESSION.toSeconds())
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("this JDK has no TLS 1.3", e);
        }
    }

    synchronized void refresh() {
        try {
            var read = files.read(wall.instant());
            if (!read.equals(inForce)) {
                show(read);
                inForce = read;
                say(read);
            }
            fault = "";
        } catch (CertificateFault e) {
            var why = String.valueOf(e.getMessage());
            if (!why.equals(fault)) {
                LOG.warning(() -> "the identity before stays, until "
                        + inForce.certificate().ends() + ": " + why);
            }
            fault = why;
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "the identity before stays; trying again", e);
        }
    }

    private void say(ServiceIdentity identity) {
        LOG.info(() -> "mutual TLS by the certificate " + files.certificate() + ", serial "
                + identity.certificate().chain().getFirst().getSerialNumber().toString(16) + ", until "
                + identity.certificate().ends() + ", with "
                + identity.authorities().size() + " authorities of "
                + files.authorities());
    }

    private void show(ServiceIdentity identity) {
        try {
            for (var manager : believers.values()) {
                manager.updateTrustCredentials(authorities(identity));
            }
            keys.updateIdentityCredentials(
                    identity.certificate().chain().toArray(X509Certificate[]::new),
                    identity.certificate().key());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK cannot keep certificates", e);
        }
    }

    private static X509Certificate[] authorities(ServiceIdentity identity) {
        return identity.authorities().toArray(X509Certificate[]::new);
    }

    /** Until the certificate in force ends; less than nothing once it has. */
    public synchronized Duration left() {
        return Duration.between(wall.instant(), inForce.certificate().ends());
    }

    /** Why what stands in the files is not in force; empty where it is. */
    public synchronized String fault() {
        return fault;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
