package dev.weir.controlplane.adapter.judges;

import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.ConfigVersion;
import dev.weir.controlplane.config.InForce;
import dev.weir.controlplane.config.port.Judges.Count;
import dev.weir.xds.adapter.control.v1.ConfigRefused;
import dev.weir.xds.adapter.control.v1.ConfigTaken;
import dev.weir.xds.adapter.control.v1.ControlGrpc;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real connection. */
final class JudgeStreamsTest {
    private static final WeirConfig CONFIG = WeirConfig.read(Path.of("../weir.yaml"));

    private final JudgeStreams streams = new JudgeStreams();
    private final TellingJudges judges = new TellingJudges(streams);
    private final List<ManagedChannel> channels = new ArrayList<>();
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(streams)
                .build()
                .start();
    }

    @AfterEach
    void end() {
        channels.forEach(ManagedChannel::shutdownNow);
        server.shutdownNow();
    }

    @Test
    void judgeThatComes_isToldWhatStands_andOneThatIsThere_eachChange() throws Exception {
        judges.tell(version(1, "one"));
        judges.tell(version(2, "two"));
        var judge = new Judge();

        assertThat(judge.told().getConfig().getYaml()).isEqualTo("two");
        judges.tell(version(3, "three"));
        assertThat(judge.told().getConfig().getVersion()).isEqualTo(3);
    }

    @Test
    void judgeCounts_onceItTookTheVersion_andNotWhenItHasLeft() throws Exception {
        judges.tell(version(1, "one"));
        var judge = new Judge();
        var _ = judge.told();
        assertThat(judges.taken(1)).isEqualTo(new Count(1, 0));

        judge.says(FromJudge.newBuilder()
                .setConfigTaken(ConfigTaken.newBuilder().setVersion(1))
                .build());
        await().untilAsserted(() -> assertThat(judges.taken(1)).isEqualTo(new Count(1, 1)));
        assertThat(judges.taken(2).all()).isFalse();

        judge.leaves();
        await().untilAsserted(() -> assertThat(judges.taken(1)).isEqualTo(new Count(0, 0)));
        assertThat(judges.taken(1).all()).isTrue();
    }

    @Test
    void judgeThatCannotReadIt_isHeard() throws Exception {
        judges.tell(version(1, "one"));
        var judge = new Judge();
        var _ = judge.told();

        judge.says(FromJudge.newBuilder()
                .setConfigRefused(ConfigRefused.newBuilder().setVersion(1).setWhy("an unknown key"))
                .build());

        await().untilAsserted(() -> assertThat(judges.refused(1)).containsEntry("judge 1", "an unknown key"));
        assertThat(judges.taken(1)).isEqualTo(new Count(1, 0));
    }

    /** As long as 1,000 APIs with 10,000 endpoints, and longer. */
    @Test
    void longConfiguration_arrives() throws Exception {
        var text = "# ".repeat(1_500_000);
        judges.tell(version(1, text));

        assertThat(new Judge().told().getConfig().getYaml()).hasSize(3_000_000);
    }

    @Test
    void moreJudgesThanThereCanBe_areRefused() throws Exception {
        judges.tell(version(1, "one"));
        for (int i = 0; i < JudgeStreams.MOST; i++) {
            var _ = new Judge().told();
        }

        var one = new Judge();

        assertThat(one.ended.poll(20, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(streams.count()).isEqualTo(JudgeStreams.MOST);
    }

    private static InForce version(long number, String text) {
        return new InForce(
                new ConfigVersion(number, START, "operator", "why", ConfigVersion.sha256(text), "", 0), text, CONFIG);
    }

    /** One judge, on a connection of its own. */
    private final class Judge implements StreamObserver<ToJudge> {
        private final BlockingQueue<ToJudge> heard = new LinkedBlockingQueue<>();
        private final BlockingQueue<Status> ended = new LinkedBlockingQueue<>();
        private final ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", server.getPort())
                .usePlaintext()
                .build();
        private final StreamObserver<FromJudge> says;

        Judge() {
            channels.add(channel);
            says = ControlGrpc.newStub(channel).watch(this);
        }

        ToJudge told() throws InterruptedException {
            var message = heard.poll(20, TimeUnit.SECONDS);
            assertThat(message).isNotNull();
            return message;
        }

        void says(FromJudge what) {
            says.onNext(what);
        }

        void leaves() {
            channel.shutdownNow();
        }

        @Override
        public void onNext(ToJudge message) {
            heard.add(message);
        }

        @Override
        public void onError(Throwable broken) {
            ended.add(Status.fromThrowable(broken));
        }

        @Override
        public void onCompleted() {}
    }
}
