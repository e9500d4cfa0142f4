package dev.weir.jsonrpc;

/** What a body turned out to be. */
public sealed interface JsonRpcBody permits JsonRpcBatch, UnreadableBody {}
