package dev.weir.scoring.adapter.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** Sessions for small models: the calling thread alone, no arena that keeps memory. */
final class OnnxSessions {
    private OnnxSessions() {}

    /** @throws OrtException where the bytes are no model of one input and one output */
    static OrtSession open(byte[] onnx) throws OrtException {
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setCPUArenaAllocator(false);
            options.setMemoryPatternOptimization(false);
            var session = OrtEnvironment.getEnvironment().createSession(onnx, options);
            if (session.getNumInputs() != 1 || session.getNumOutputs() != 1) {
                session.close();
                throw new OrtException("expected one input and one output");
            }
            return session;
        }
    }

    static void close(OrtSession session) {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("the session was closed before", e);
        }
    }
}
