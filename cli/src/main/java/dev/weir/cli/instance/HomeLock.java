package dev.weir.cli.instance;

import dev.weir.cli.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The right to run a gateway from a home. The kernel takes it back when its holder ends, however it ends, so a lock is never stale. The file names
 * the holder; it stays when the lock goes.
 */
public final class HomeLock implements AutoCloseable {
    private static final int TRIES = 10;
    /** Another command that only looks holds the lock for some microseconds. */
    private static final long PAUSE_NANOS = 50_000_000;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws CommandFailed where another process holds it, which is named */
    public static HomeLock take(Home home) {
        try {
            PrivateFiles.createFolder(home.run());
            var channel = open(home);
            for (int i = 0; i < TRIES; i++) {
                if (locked(channel) != null) {
                    channel.truncate(0);
                    channel.write(
                            ByteBuffer.wrap(
                                    String.valueOf(ProcessHandle.current().pid())
                                            .getBytes(StandardCharsets.US_ASCII)),
                            0);
                    return new HomeLock(channel);
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            channel.close();
            throw new CommandFailed("a gateway runs already from " + home.state() + " (process " + named(home)
                    + "); end it with ./weir down, or give another --home and --port-offset");
        } catch (IOException e) {
            throw new CommandFailed(home.lock() + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /**
     * The process that runs a gateway from there, or starts or ends one now. For other processes: the holder that asks would give its lock away, because
     * the kernel frees a process's lock as soon as that closes the file once.
     */
    public static Optional<ProcessHandle> holder(Home home) {
        if (!Files.exists(home.lock())) {
            return Optional.empty();
        }
        try (var channel = open(home)) {
            return locked(channel) == null ? ProcessHandle.of(Long.parseLong(named(home))) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw new CommandFailed(home.lock() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static FileChannel open(Home home) throws IOException {
        return FileChannel.open(
                home.lock(), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Null where another has it, in this process or in another. */
    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String named(Home home) throws IOException {
        return Files.readString(home.lock()).strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
