package dev.weir.chain.adapter.web3j;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

/** Reads no more of an answer than that: what is longer is an {@link IOException}, however little of it was announced. */
final class BoundedAnswer implements Interceptor {
    private final long bytes;

    BoundedAnswer(long bytes) {
        this.bytes = bytes;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        var response = chain.proceed(chain.request());
        var body = response.body();
        var bounded =
                ResponseBody.create(Okio.buffer(new Bounded(body.source())), body.contentType(), body.contentLength());
        return response.newBuilder().body(bounded).build();
    }

    private final class Bounded extends ForwardingSource {
        private long left = bytes;

        private Bounded(Source source) {
            super(source);
        }

        @Override
        public long read(Buffer sink, long most) throws IOException {
            long read = super.read(sink, most);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new IOException("the answer is longer than " + bytes + " bytes");
            }
            return read;
        }
    }
}
