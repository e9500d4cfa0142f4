package dev.weir.it;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A small name server on loopback (RFC 1035): A records that live for a second, and NXDOMAIN for the rest. */
public final class NameServer implements AutoCloseable {
    private static final int HEADER = 12;
    private static final int ANSWER = 0x8180;
    private static final int NO_SUCH_NAME = 3;

    private final Map<String, List<String>> zone = new ConcurrentHashMap<>();
    private final DatagramSocket socket;

    public NameServer() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        Thread.ofVirtual().start(this::serve);
    }

    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** For an Envoy's bootstrap, that it asks here. */
    public String asEnvoysResolver() {
        return """
                typed_dns_resolver_config:
                  name: envoy.network.dns_resolver.cares
                  typed_config:
                    "@type": type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig
                    resolvers: [{socket_address: {address: 127.0.0.1, port_value: %d}}]
                """.formatted(socket.getLocalPort());
    }

    public void say(String name, String... addresses) {
        zone.put(name, List.of(addresses));
    }

    private void serve() {
        var packet = new DatagramPacket(new byte[512], 512);
        while (!socket.isClosed()) {
            try {
                packet.setLength(512);
                socket.receive(packet);
                var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private byte[] answer(byte[] query) throws IOException {
        int at = HEADER;
        var name = new StringBuilder();
        while (query[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
            at += query[at] + 1;
        }
        boolean ipv4 = query[at + 2] == 1;
        var known = zone.get(name.toString().toLowerCase(Locale.ROOT));
        var addresses = known == null || !ipv4 ? List.<String>of() : known;
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(query, 0, 2);
        out.writeShort(ANSWER | (known == null ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(addresses.size());
        out.writeInt(0);
        out.write(query, HEADER, at + 5 - HEADER);
        for (var address : addresses) {
            out.writeShort(0xc000 | HEADER);
            out.writeShort(1);
            out.writeShort(1);
            out.writeInt(1);
            out.writeShort(4);
            out.write(InetAddress.ofLiteral(address).getAddress());
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
