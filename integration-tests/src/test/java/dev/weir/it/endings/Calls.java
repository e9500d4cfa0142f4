package dev.weir.it.endings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;

/** A caller of few words: sends bytes, and stays or leaves. */
final class Calls {
    private final int port;
    private final String source;

    Calls(int port, String source) {
        this.port = port;
        this.source = source;
    }

    /** @return all that came back until the gateway ended the connection */
    String get(String path) throws IOException {
        return say("GET " + path + " HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n");
    }

    /** Not to be sent twice. */
    String post(String path, String body) throws IOException {
        return say("POST " + path + " HTTP/1.1\r\nhost: h\r\nconnection: close\r\ncontent-type: application/json\r\n"
                + "content-length: " + body.length() + "\r\n\r\n" + body);
    }

    String say(String request) throws IOException {
        try (var socket = opened(request)) {
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** Hangs up once something has happened. @return nothing */
    String leave(String request, BooleanSupplier when) throws IOException {
        try (var socket = opened(request)) {
            Awaitility.await().until(when::getAsBoolean);
            return "";
        }
    }

    /** Hangs up once a byte of the answer has come. @return nothing */
    String leaveInAnswer(String request) throws IOException {
        try (var socket = opened(request)) {
            if (socket.getInputStream().read() < 0) {
                throw new AssertionError("nothing came back");
            }
            return "";
        }
    }

    /** A connection on which nothing was said. */
    Socket silent() throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(45_000);
        socket.bind(new InetSocketAddress(source, 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return socket;
    }

    private Socket opened(String request) throws IOException {
        var socket = silent();
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }
}
