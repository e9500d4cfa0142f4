package dev.weir.cli.supervisor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.weir.cli.CommandFailed;
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
            Channels.newOutputStream(channel).write((line + "\n").getBytes(StandardCharsets.UTF_8));
            var answer =
                    JSON.readTree(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
            if (answer.has("error")) {
                throw new CommandFailed(answer.get("error").asText(), 2);
            }
            return answer;
        } catch (IOException e) {
            throw new CommandFailed("the supervisor does not answer at " + path + " (" + e.getMessage() + ")", e);
        }
    }

    private void serve(Supervisor supervisor, Runnable onDown) {
        while (server.isOpen()) {
            try (var channel = server.accept()) {
                var line = line(channel);
                Channels.newOutputStream(channel).write(answer(line, supervisor).getBytes(StandardCharsets.UTF_8));
                if (line.equals("down")) {
                    onDown.run();
                }
            } catch (IOException e) {
                // A caller that hung up, or our own close: the next accept tells which.
                continue;
            }
        }
    }

    private static String line(SocketChannel channel) throws IOException {
        var in = Channels.newInputStream(channel);
        var line = new StringBuilder();
        for (int c = in.read(); c != -1 && c != '\n' && line.length() < MAX_LINE; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private static String answer(String line, Supervisor supervisor) {
        var answer = JSON.createObjectNode();
        try {
            var words = line.split(" ", 2);
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
                case "stop" -> supervisor.stop(words[1]);
                case "start" -> supervisor.start(words[1]);
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
