package dev.weir.cli.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.cli.CommandFailed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * How other commands speak to a running supervisor: one line in, one JSON line out, over a Unix socket that only the owner can
 * open.
 */
public final class ControlSocket implements AutoCloseable {
    /** In bytes, without the line's end. The longest order is a verb and a name of 63 characters. */
    private static final int MAX_LINE = 256;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final ServerSocketChannel server;
    private final Path path;

    private ControlSocket(ServerSocketChannel server, Path path) {
        this.server = server;
        this.path = path;
    }

    /** @param onDown called when another command asks for the end of everything */
    public static ControlSocket open(Path path, Supervisor supervisor, Runnable onDown) {
        try {
            Files.deleteIfExists(path);
            var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            server.bind(UnixDomainSocketAddress.of(path));
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            var socket = new ControlSocket(server, path);
            Thread.ofVirtual().name("control").start(() -> socket.serve(supervisor, onDown));
            return socket;
        } catch (IOException e) {
            throw new CommandFailed(path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Sends one line to the supervisor of that socket and gives its answer. */
    public static JsonNode ask(Path path, String line) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            byte[] order = (line + "\n").getBytes(StandardCharsets.UTF_8);
            if (order.length > MAX_LINE + 1) {
                throw new CommandFailed("an order has at most " + MAX_LINE + " characters", 2);
            }
            Channels.newOutputStream(channel).write(order);
            var answer =
                    JSON.readTree(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
            if (!answer.isObject()) {
                throw new CommandFailed("the supervisor at " + path + " hung up without an answer");
            }
            if (answer.has("error")) {
                throw new CommandFailed(answer.get("error").asText(), 2);
            }
            return answer;
        } catch (IOException e) {
            throw new CommandFailed("the supervisor does not answer at " + path + " (" + e.getMessage() + ")", e);
        }
    }

    /** Each caller on a thread of its own: one that says nothing holds up nobody. */
    private void serve(Supervisor supervisor, Runnable onDown) {
        while (server.isOpen()) {
            try {
                var channel = server.accept();
                Thread.ofVirtual().name("control").start(() -> serve(channel, supervisor, onDown));
            } catch (IOException e) {
                // Our own close, or a caller that was gone at once: the loop tells which.
                continue;
            }
        }
    }

    private static void serve(SocketChannel caller, Supervisor supervisor, Runnable onDown) {
        try (caller) {
            var line = line(caller);
            Channels.newOutputStream(caller).write(answer(line, supervisor).getBytes(StandardCharsets.UTF_8));
            if (line.equals("down")) {
                onDown.run();
            }
        } catch (IOException e) {
            // A caller that hung up: nobody waits for the answer.
            return;
        }
    }

    /** A line without its end; one byte more than an order may have where there was no end to it. */
    private static String line(SocketChannel channel) throws IOException {
        var in = Channels.newInputStream(channel);
        var line = new ByteArrayOutputStream();
        for (int left = MAX_LINE + 1; left > 0; left--) {
            int c = in.read();
            if (c == -1 || c == '\n') {
                break;
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static String answer(String line, Supervisor supervisor) {
        var answer = JSON.createObjectNode();
        if (line.length() > MAX_LINE) {
            return answer.put("error", "an order has at most " + MAX_LINE + " characters")
                    .toString();
        }
        try {
            var words = (line + " ").split(" ", 2);
            var name = words[1].strip();
            switch (words[0]) {
                case "status" ->
                    supervisor
                            .status()
                            .forEach(status -> answer.withArray("processes")
                                    .addObject()
                                    .put("name", status.name())
                                    .put("state", status.state())
                                    .put("pid", status.pid())
                                    .put("since", status.since().toString())
                                    .put("restarts", status.restarts())
                                    .put("address", status.address())
                                    .put("log", status.log()));
                case "stop" -> supervisor.stop(name);
                case "start" -> supervisor.start(name);
                case "down" -> answer.put("ending", true);
                default -> answer.put("error", "unknown order '" + words[0] + "'");
            }
        } catch (CommandFailed e) {
            answer.put("error", e.getMessage());
        }
        return answer.toString();
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
