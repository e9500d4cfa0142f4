package dev.weir.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

final class HeadLinesTest {
    @Test
    void status_namesWhoIsBehind_andWhoDoesNotSay_andNobodyElse() throws JsonProcessingException {
        var apis = JsonMapper.builder().build().readTree("""
                [{"name": "rpc", "nodes": [
                  {"node": "a", "drained": false, "head": {"standing": "FRESH", "words": "at block 107"}},
                  {"node": "b", "drained": true, "head": {"standing": "BEHIND", "words": "7 blocks behind"}},
                  {"node": "c", "drained": false, "head": {"standing": "UNKNOWN", "words": "its head is unknown: its connection broke"}}]},
                 {"name": "quotes", "nodes": [{"node": "amber", "drained": true, "head": null}]}]
                """);

        assertThat(HeadLines.of(apis))
                .isEqualTo(
                        " b on rpc: drained, 7 blocks behind\n c on rpc: its head is unknown: its connection broke\n");
    }
}
