package dev.weir.it.endings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that ends each call as the last part of its path says. One connection a call; what hangs, hangs until {@link #close}. */
final class ScriptedNode implements AutoCloseable {
    private static final String EVERY_HEADER = """
            content-type: application/json
            cache-control: max-age=5
            etag: "1"
            retry-after: 7
            set-cookie: session=mine
            clear-site-data: "*"
            service-worker-allowed: /
            www-authenticate: Basic realm="your wallet"
            location: /auth/session
            content-security-policy: default-src *
            access-control-allow-origin: *
            strict-transport-security: max-age=1
            x-accel-redirect: /internal
            x-weir-tier: staked
            x-weir-node: another
            x-anything: else
            endpoint-load-metrics: TEXT cpu_utilization=0.2
            """.replace("\n", "\r\n");

    private final ServerSocket listening;
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private final Map<String, AtomicInteger> calls;
    private final Map<String, Socket> waiting;

    ScriptedNode(int port, Map<String, AtomicInteger> calls) throws IOException {
        this(port, calls, new ConcurrentHashMap<>());
    }

    /**
     * @param calls by path, counted together with the other nodes of the pool
     * @param waiting first calls by path, which are answered when the second comes, to whichever node of the pool
     */
    ScriptedNode(int port, Map<String, AtomicInteger> calls, Map<String, Socket> waiting) throws IOException {
        this.calls = calls;
        this.waiting = waiting;
        listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("node").start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            var requestLine = in.readLine();
            var heard = new StringBuilder();
            for (var line = requestLine; line != null && !line.isEmpty(); line = in.readLine()) {
                heard.append(line).append('\n');
            }
            if (requestLine != null) {
                answer(socket, requestLine.split(" ")[1], heard.toString());
            }
        } catch (IOException e) {
            // Envoy ended the connection first: the way of this call.
        }
    }

    private void answer(Socket socket, String path, String heard) throws IOException {
        int call = calls.computeIfAbsent(path, unseen -> new AtomicInteger()).incrementAndGet();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "answered-404" -> say(socket, status("404 Not Found"));
            case "answered-500" -> say(socket, status("500 Internal Server Error"));
            case "answered-503-twice" -> say(socket, status(call <= 2 ? "503 Service Unavailable" : "200 OK"));
            case "answered-503-always" -> say(socket, status("503 Service Unavailable"));
            case "reset-by-node" -> {
                socket.setSoLinger(true, 0);
                socket.close();
            }
            case "closed-by-node" -> socket.close();
            case "cut-by-node" -> {
                send(socket, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
                socket.close();
            }
            case "no-http-from-node" -> say(socket, "this is not HTTP\r\n\r\n");
            case "huge-headers-from-node" ->
                say(socket, "HTTP/1.1 200 OK\r\nx: " + "a".repeat(100_000) + "\r\ncontent-length: 0\r\n\r\n");
            case "what-the-node-heard" ->
                say(socket, "HTTP/1.1 200 OK\r\ncontent-length: " + heard.length() + "\r\n\r\n" + heard);
            case "every-header" -> say(socket, "HTTP/1.1 200 OK\r\n" + EVERY_HEADER + "content-length: 2\r\n\r\nok");
            case "timed-out", "hedged-and-timed-out", "left-while-waiting", "left-while-sending" -> {}
            case "late-and-first" -> {
                if (call == 1) {
                    waiting.put(path, socket);
                } else if (call == 2) {
                    say(first(path), status("200 OK"));
                }
            }
            case "late-and-lost" -> {
                if (call == 1) {
                    waiting.put(path, socket);
                } else {
                    first(path).close();
                    say(socket, status("200 OK"));
                }
            }
            case "late-and-cut" -> {
                if (call == 1) {
                    waiting.put(path, socket);
                } else if (call == 2) {
                    say(first(path), "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
                }
            }
            case "tried-again", "overtaken" -> {
                if (call > 1) {
                    say(socket, status("200 OK"));
                }
            }
            case "left-in-answer", "stalled-by-node" ->
                send(socket, "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf");
            default -> say(socket, status("200 OK"));
        }
    }

    private Socket first(String path) {
        return Objects.requireNonNull(waiting.get(path), "the first call");
    }

    private static String status(String status) {
        return "HTTP/1.1 " + status + "\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
    }

    private static void send(Socket socket, String answer) throws IOException {
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void say(Socket socket, String answer) throws IOException {
        send(socket, answer);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) {
            socket.close();
        }
    }
}
