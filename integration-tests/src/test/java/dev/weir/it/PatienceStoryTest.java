package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who waits as long as it is told to is served, and is neither slowed nor refused for it. As viem does it: all calls at once, each asked four times in all. */
@ExtendWith(Gateway.Extension.class)
final class PatienceStoryTest {
    private static final int CALLS = 250;
    private static final int TRIES = 4;

    @Test
    void callsBeyondTheLimit_thatComeAgainWhenTold_areAllServed(Gateway gateway) throws Exception {
        gateway.settle();
        gateway.weir("stake", "100", "--account", "9").ok();
        var token = gateway.token(Devnet.signer(9));

        var answers = atOnce(IntStream.range(0, CALLS)
                .mapToObj(call -> (Callable<List<HttpResponse<String>>>) () -> untilServed(gateway, token, call)));

        var all = answers.stream().flatMap(List::stream).toList();
        assertThat(all).extracting(HttpResponse::statusCode).containsOnly(200, 429);
        assertThat(all)
                .filteredOn(answer -> answer.statusCode() == 429)
                .as("refused at first")
                .hasSizeGreaterThan(100)
                .extracting(answer -> header(answer, "retry-after"))
                .as("told several times to come again")
                .contains("1", "2", "3");
        assertThat(answers)
                .allSatisfy(each -> assertThat(each.getLast().statusCode()).isEqualTo(200));
        assertThat(all)
                .filteredOn(answer -> answer.statusCode() == 200)
                .extracting(answer -> header(answer, "x-weir-tier"))
                .containsOnly("staked");
    }

    private static List<HttpResponse<String>> untilServed(Gateway gateway, String token, int call)
            throws InterruptedException {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"eth_getBalance\",\"params\":[\"0x%040x\",\"latest\"]}"
                .formatted(call, call + 1);
        var answers = new ArrayList<HttpResponse<String>>();
        while (true) {
            var answer = gateway.post("/rpc", body, bearer(token));
            answers.add(answer);
            if (answer.statusCode() != 429 || answers.size() == TRIES) {
                return answers;
            }
            // What the client is told to do, and no synchronisation.
            TimeUnit.SECONDS.sleep(Long.parseLong(header(answer, "retry-after")));
        }
    }

    private static <T> List<T> atOnce(Stream<Callable<T>> calls) throws InterruptedException, ExecutionException {
        var results = new ArrayList<T>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> each : threads.invokeAll(calls.toList())) {
                results.add(each.get());
            }
        }
        return results;
    }
}
