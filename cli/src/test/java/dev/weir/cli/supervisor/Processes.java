package dev.weir.cli.supervisor;

import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Small real processes, and a home for their logs. */
final class Processes {
    private Processes() {}

    static Home home(Path folder) throws IOException {
        var home = new Home(folder, folder.resolve("state"), folder.resolve("tools"));
        Files.createDirectories(home.run());
        return home;
    }

    static ProcessSpec shell(String name, String script) {
        return shell(name, script, "http://127.0.0.1:1/");
    }

    static ProcessSpec shell(String name, String script, String probe) {
        return new ProcessSpec(
                name,
                List.of("sh", "-c", script),
                Map.of("WORD", "hello"),
                "nowhere",
                URI.create(probe),
                URI.create(probe));
    }

    static ProcessSpec program(String name, Path program) {
        return new ProcessSpec(
                name,
                List.of(program.toString()),
                Map.of(),
                "nowhere",
                URI.create("http://127.0.0.1:1/"),
                URI.create("http://127.0.0.1:1/"));
    }

    /** A small web server that answers on that port whatever it is asked, with that status. */
    static ProcessSpec server(String name, int port, int status) {
        return shell(
                name,
                "exec python3 -u -c \"" + SERVER.formatted(status, port) + "\"",
                "http://127.0.0.1:" + port + "/");
    }

    private static final String SERVER = """
            import http.server
            class Answers(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(%d)
                    self.end_headers()
            http.server.HTTPServer(('127.0.0.1', %d), Answers).serve_forever()
            """;

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    static void signal(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                .inheritIO()
                .start()
                .waitFor();
    }
}
