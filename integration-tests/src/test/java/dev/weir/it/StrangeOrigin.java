package dev.weir.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that takes every connection and request, and answers what it was told, whatever HTTP says of that. */
final class StrangeOrigin implements AutoCloseable {
    private final AtomicInteger asked = new AtomicInteger();
    private final ServerSocket socket;
    private volatile String answer = "";

    StrangeOrigin() {
        try {
            socket = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void answer(Socket connection) {
        try (connection;
                var in = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1))) {
            var line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            // Whoever only looks whether a connection can be made asks nothing.
            if (line != null) {
                asked.incrementAndGet();
                connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
            }
        } catch (IOException gone) {
            // It is Envoy that went.
        }
    }

    /** From now on, to whatever comes; then the connection ends. */
    void say(String bytes) {
        answer = bytes;
    }

    int asked() {
        return asked.get();
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
