package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds out, before anything is started, whether a port is free, and who has it where it is not. Linux; elsewhere without the name. */
public final class PortCheck {
    private PortCheck() {}

    /** @throws CommandFailed that names each taken port and its holder */
    public static void requireFree(Map<String, Integer> ports) {
        var taken = new ArrayList<String>();
        ports.forEach((what, port) -> {
            if (!free(port)) {
                taken.add("port " + port + " (" + what + ") is taken by "
                        + holder(port).orElse("another process"));
            }
        });
        if (!taken.isEmpty()) {
            throw new CommandFailed(
                    String.join("\n", taken)
                            + "\nEnd that process, or move all of Weir's ports: ./weir up --port-offset 1000 (or edit deploy/local.yaml)");
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The process that listens there: {@code /proc/net/tcp} names the socket, {@code /proc/PID/fd} who holds it. */
    static Optional<String> holder(int port) {
        var suffix = ":" + String.format(Locale.ROOT, "%04X", port);
        var sockets = Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .flatMap(file -> lines(Path.of(file)).stream())
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals("0A"))
                .map(fields -> "socket:[" + fields[9] + "]")
                .collect(Collectors.toSet());
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holds(process.pid(), sockets))
                        .findFirst()
                        .map(PortCheck::named);
    }

    /** A process of another gateway is told by its home, which {@code ./weir --home … down} takes. */
    private static String named(ProcessHandle process) {
        var program = process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString())
                .orElse("unknown");
        return "process " + process.pid() + " (" + program + ")"
                + Orphans.markOf(process)
                        .map(mark -> mark.substring(mark.lastIndexOf(':') + 1) + " of the gateway in "
                                + mark.substring(0, mark.lastIndexOf(':')))
                        .map(what -> ", " + what)
                        .orElse("");
    }

    private static boolean holds(long pid, Set<String> sockets) {
        try (var descriptors = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
            for (var descriptor : descriptors) {
                if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
