package dev.weir.judge.adapter.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ControlWatchTest {
    private FakeControl control = new FakeControl();
    private final ControlWatch watch = new ControlWatch(
            ManagedChannelBuilder.forAddress("127.0.0.1", control.port())
                    .usePlaintext()
                    .build(),
            List.of(ControlWatchTest::notForMe, ControlWatchTest::answer));

    private static Optional<FromJudge> notForMe(ToJudge message) {
        return Optional.empty();
    }

    private static Optional<FromJudge> answer(ToJudge message) {
        if (message.getConfig().getYaml().equals("odd")) {
            throw new IllegalStateException("a listener that fails");
        }
        var said = FromJudge.newBuilder();
        said.getConfigTakenBuilder().setVersion(message.getConfig().getVersion());
        return Optional.of(said.build());
    }

    @AfterEach
    void close() {
        watch.close();
        control.close();
    }

    @Test
    void whatIsTold_isAnswered_byTheListenerThatKnowsIt() throws Exception {
        watch.start();
        stream().onNext(FakeControl.config(7, ""));

        assertThat(taken()).isEqualTo(7);
    }

    @Test
    void listenerThatFails_leavesTheStreamOpen_andTheMessageUnanswered() throws Exception {
        watch.start();
        var stream = stream();
        stream.onNext(FakeControl.config(7, "odd"));
        stream.onNext(FakeControl.config(8, ""));

        assertThat(taken()).isEqualTo(8);
    }

    @Test
    void controlPlaneThatWasGone_isDialledAgain() throws Exception {
        watch.start();
        var _ = stream();
        int port = control.port();
        control.close();
        control = new FakeControl(port);
        stream().onNext(FakeControl.config(9, ""));

        assertThat(taken()).isEqualTo(9);
    }

    private StreamObserver<ToJudge> stream() throws InterruptedException {
        var stream = control.streams.poll(20, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        return stream;
    }

    private long taken() throws InterruptedException {
        var said = control.said.poll(20, TimeUnit.SECONDS);
        assertThat(said).isNotNull();
        return said.getConfigTaken().getVersion();
    }
}
