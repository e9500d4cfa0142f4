package dev.weir.it;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A publisher's own server: HTTPS with a certificate for one name, made by the JDK's keytool. It keeps what it was asked. */
final class TlsOrigin implements AutoCloseable {
    private static final String PASSWORD = "changeit";

    /** What one call looked like. */
    record Asked(String host, String path, String key) {}

    private final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final HttpsServer server;
    private final Path certificate;

    /** @param port 0 for any */
    TlsOrigin(String name, int port, Path folder) throws IOException, GeneralSecurityException {
        var store = folder.resolve(name + ".p12");
        certificate = folder.resolve(name + ".pem");
        if (!Files.exists(store)) {
            keytool(
                    folder,
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=" + name,
                    "-ext",
                    "san=dns:" + name,
                    "-ext",
                    "bc=ca:true",
                    "-keystore",
                    store.toString());
            keytool(folder, "-exportcert", "-rfc", "-keystore", store.toString(), "-file", certificate.toString());
        }
        server = HttpsServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            var headers = exchange.getRequestHeaders();
            asked.add(new Asked(
                    String.valueOf(headers.getFirst("host")),
                    exchange.getRequestURI().toString(),
                    String.valueOf(headers.getFirst("x-api-key"))));
            var body = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("x-own", "passes");
            exchange.getResponseHeaders().add("x-weir-tier", "staked");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static void keytool(Path folder, String... arguments) {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "own", "-storepass", PASSWORD));
        Checkout.run(folder, Map.of(), command).ok();
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String certificate() throws IOException {
        return Files.readString(certificate);
    }

    List<Asked> asked() {
        return List.copyOf(asked);
    }

    void forget() {
        asked.clear();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
