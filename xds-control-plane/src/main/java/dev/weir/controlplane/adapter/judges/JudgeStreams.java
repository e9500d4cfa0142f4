package dev.weir.controlplane.adapter.judges;

import dev.weir.xds.adapter.control.v1.ControlGrpc;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The streams of judges. Of each kind of message the last stands: a judge that comes is told all that stand, the others each change; one that is slow the newest alone. Any
 * thread; nothing waits for a judge. At most {@value #MOST} judges.
 */
public final class JudgeStreams extends ControlGrpc.ControlImplBase {
    static final int MOST = 100;

    private final Map<ToJudge.WhatCase, ToJudge> standing = new EnumMap<>(ToJudge.WhatCase.class);
    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final List<JudgeListener> listeners = new CopyOnWriteArrayList<>();

    /** Who hears what judges say, from now on. */
    public void hear(JudgeListener listener) {
        listeners.add(listener);
    }

    /** Tells every judge, now or when it comes. */
    public void tell(ToJudge message) {
        synchronized (standing) {
            standing.put(message.getWhatCase(), message);
            open.forEach(stream -> stream.owe(message));
        }
    }

    /** How many judges there are now. */
    public int count() {
        return open.size();
    }

    @Override
    public StreamObserver<FromJudge> watch(StreamObserver<ToJudge> judge) {
        var stream = new Stream((ServerCallStreamObserver<ToJudge>) judge);
        if (open.size() >= MOST) {
            judge.onError(Status.RESOURCE_EXHAUSTED
                    .withDescription("more than " + MOST + " judges")
                    .asRuntimeException());
            return stream;
        }
        synchronized (standing) {
            open.add(stream);
            standing.values().forEach(stream::owe);
        }
        return stream;
    }

    private final class Stream implements StreamObserver<FromJudge> {
        private final ServerCallStreamObserver<ToJudge> judge;
        private final Map<ToJudge.WhatCase, ToJudge> owed = new EnumMap<>(ToJudge.WhatCase.class);

        Stream(ServerCallStreamObserver<ToJudge> judge) {
            this.judge = judge;
            judge.setOnCancelHandler(this::leave);
            judge.setOnReadyHandler(this::flush);
        }

        synchronized void owe(ToJudge message) {
            owed.put(message.getWhatCase(), message);
            flush();
        }

        private synchronized void flush() {
            var next = owed.values().iterator();
            while (next.hasNext() && judge.isReady() && open.contains(this)) {
                judge.onNext(next.next());
                next.remove();
            }
        }

        private void leave() {
            if (open.remove(this)) {
                listeners.forEach(listener -> listener.left(this));
            }
        }

        @Override
        public void onNext(FromJudge said) {
            if (!open.contains(this)) {
                return;
            }
            listeners.forEach(listener -> listener.said(this, said));
        }

        @Override
        public void onError(Throwable broken) {
            leave();
        }

        @Override
        public void onCompleted() {
            leave();
            judge.onCompleted();
        }
    }
}
