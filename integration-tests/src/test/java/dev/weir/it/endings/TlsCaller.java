package dev.weir.it.endings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.certificates.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import tech.kwik.flupke.Http3Client;

/** A caller over TLS that trusts one authority. */
final class TlsCaller {
    private final int port;
    private final X509TrustManager trust;

    TlsCaller(int port, CertificateAuthority authority) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("authority", authority.self().chain().getFirst());
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            this.port = port;
            this.trust = (X509TrustManager) factory.getTrustManagers()[0];
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Knows no session of before, so that each handshake is a whole one. */
    private SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection from a source that asks for a host, and offers what is given, if any. */
    SSLSocket connect(String source, String host, String... ciphers) throws IOException {
        var socket = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(source), 0);
        socket.setSoTimeout(20_000);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(host)));
        if (ciphers.length > 0) {
            parameters.setProtocols(new String[] {"TLSv1.2"});
            parameters.setCipherSuites(ciphers);
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    String say(String source, String host, String request) throws IOException {
        try (var socket = connect(source, host)) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    String get(String source, String path) throws IOException {
        return say(source, "localhost", "GET " + path + " HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n");
    }

    X509Certificate shown(String host) throws IOException {
        try (var socket = connect("127.0.0.1", host)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    HttpClient http2() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(context())
                .build();
    }

    HttpClient http3() {
        return Http3Client.newBuilder()
                .trustManager(new AnyExchange(trust))
                .connectTimeout(Duration.ofSeconds(3))
                .build();
    }

    HttpResponse<String> get(HttpClient client, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The client over QUIC calls every key RSA's, which a certificate of P-256 is not for. */
    private record AnyExchange(X509TrustManager trust) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkClientTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            trust.checkServerTrusted(chain, "UNKNOWN");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return trust.getAcceptedIssuers();
        }
    }
}
