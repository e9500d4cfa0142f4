package dev.weir.it;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A server that speaks WebSocket (RFC 6455) and says again what it hears: short texts alone. */
final class EchoSocket implements AutoCloseable {
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CLOSE = 8;

    private final ServerSocket socket = new ServerSocket(0, 16, InetAddress.ofLiteral("127.0.0.1"));

    EchoSocket() throws IOException {
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    var connection = socket.accept();
                    Thread.ofVirtual().start(() -> serve(connection));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    int port() {
        return socket.getLocalPort();
    }

    private static void serve(Socket connection) {
        try (connection) {
            var in = new DataInputStream(connection.getInputStream());
            var key = "";
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                if (line.regionMatches(true, 0, "sec-websocket-key:", 0, 18)) {
                    key = line.substring(18).strip();
                }
            }
            if (key.isEmpty()) {
                return;
            }
            var out = connection.getOutputStream();
            out.write(
                    ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                                    + accept(key) + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            while (true) {
                int first = in.readUnsignedByte();
                var text = new byte[in.readUnsignedByte() & 0x7f];
                var mask = in.readNBytes(4);
                in.readFully(text);
                for (int i = 0; i < text.length; i++) {
                    text[i] ^= mask[i % 4];
                }
                out.write(first);
                out.write(text.length);
                out.write(text);
                if ((first & 0x0f) == CLOSE) {
                    return;
                }
            }
        } catch (IOException left) {
            // Whoever spoke has gone.
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String line(DataInputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static String accept(String key) throws NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        return Base64.getEncoder().encodeToString(digest);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
