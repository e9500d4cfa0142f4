package dev.weir.cli.supervisor;

import dev.weir.certificates.CertificateFault;
import dev.weir.certificates.CertifiedKey;
import dev.weir.config.WeirConfig;
import java.nio.file.Path;
import java.time.Instant;

/** The certificates that weir.yaml names, looked at before anything starts. */
public final class EdgeFiles {
    private EdgeFiles() {}

    /**
     * @param file weir.yaml, where relative paths begin
     * @throws CertificateFault at the first that is not good
     */
    public static void check(WeirConfig weir, Path file, Instant now) {
        var base = file.toAbsolutePath().resolveSibling("");
        weir.edge().tls().stream().flatMap(tls -> tls.certificates().stream()).forEach(each -> {
            var chain = base.resolve(each.chain());
            var _ = CertifiedKey.read(chain, base.resolve(each.key()), now).forHosts(each.hosts(), chain);
        });
    }
}
