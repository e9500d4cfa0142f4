package dev.weir.config;

import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * {@code deploy/local.yaml}: what runs where on one machine. {@code weir up} reads it; every port can be moved together by an
 * offset, so that two gateways fit on one machine.
 */
public record Deployment(Ports ports, Memory memory, List<Node> nodes) {
    public Deployment {
        Required.value(ports, "ports");
        memory = memory == null ? Memory.DEFAULT : memory;
        nodes = List.copyOf(Required.value(nodes, "nodes"));
        Required.uniqueAt(
                "node", nodes.stream().map(Node::name).toList(), index -> new Object[] {"nodes", index, "name"});
        if (nodes.isEmpty() || nodes.size() > 9) {
            throw new IllegalArgumentException("nodes: 1 to 9 fit the devnet's wallets, found " + nodes.size());
        }
        Required.unique("port", ports.of(nodes.size()));
    }

    /** @throws ConfigException that says where, what and how to mend it */
    public static Deployment read(Path file) {
        return YamlReader.read(file, Deployment.class);
    }

    /** The same deployment with every port moved by {@code offset}. */
    public Deployment withPortOffset(int offset) {
        return new Deployment(ports.plus(offset), memory, nodes);
    }

    /** Loopback ports; {@code nodes} is the first of two per node (service, then admin). */
    public record Ports(
            int gateway,
            int dashboard,
            int envoyAdmin,
            int xds,
            int relay,
            int judge,
            int auth,
            int ratelimit,
            int ratelimitHttp,
            int chain,
            Integer prometheus,
            int nodes) {
        /** Where a file that was written before there was one says nothing. */
        private static final int PROMETHEUS = 9_090;

        public Ports {
            prometheus = prometheus == null ? PROMETHEUS : prometheus;
            for (int port : new int[] {
                gateway,
                dashboard,
                envoyAdmin,
                xds,
                relay,
                judge,
                auth,
                ratelimit,
                ratelimitHttp,
                chain,
                prometheus,
                nodes
            }) {
                if (port < 1024 || port > 65_000) {
                    throw new IllegalArgumentException("port " + port + " is missing or not in 1024..65000");
                }
            }
        }

        Ports plus(int offset) {
            return new Ports(
                    gateway + offset,
                    dashboard + offset,
                    envoyAdmin + offset,
                    xds + offset,
                    relay + offset,
                    judge + offset,
                    auth + offset,
                    ratelimit + offset,
                    ratelimitHttp + offset,
                    chain + offset,
                    prometheus + offset,
                    nodes + offset);
        }

        /** Every port of a deployment with so many nodes. */
        private List<Integer> of(int nodeCount) {
            return IntStream.concat(
                            IntStream.of(
                                    gateway,
                                    dashboard,
                                    envoyAdmin,
                                    xds,
                                    relay,
                                    judge,
                                    auth,
                                    ratelimit,
                                    ratelimitHttp,
                                    chain,
                                    prometheus),
                            IntStream.range(0, 2 * nodeCount).map(i -> nodes + i))
                    .boxed()
                    .toList();
        }

        /** Where Envoy listens for TLS, of TCP and of UDP, where weir.yaml has certificates. */
        public int gatewayTls() {
            return gateway + 443;
        }

        /** Where the judge serves sign-in over TLS, where services have certificates. */
        public int authTls() {
            return auth + 362;
        }

        public int node(int index) {
            return nodes + 2 * index;
        }

        public int nodeAdmin(int index) {
            return nodes + 2 * index + 1;
        }
    }

    /** Heap limits in MiB. */
    public record Memory(int controlPlane, int extAuthz, int ratelimit, int node) {
        static final Memory DEFAULT = new Memory(256, 192, 96, 40);

        public Memory {
            for (int heap : new int[] {controlPlane, extAuthz, ratelimit, node}) {
                if (heap < 16 || heap > 65_536) {
                    throw new IllegalArgumentException("heap " + heap + " is not in 16..65536 (MiB)");
                }
            }
        }
    }

    /**
     * One demo node.
     *
     * @param price what it asks for a call
     * @param impair how it differs from the others, in the words of the agent's {@code --impair}
     */
    public record Node(NodeId name, PoolName pool, String region, TokenAmount price, String impair) {
        public Node {
            Required.value(name, "name");
            Required.value(pool, "pool");
            Required.value(region, "region");
            Required.value(price, "price");
            Required.value(impair, "impair");
        }
    }
}
