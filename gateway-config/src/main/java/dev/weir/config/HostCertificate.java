package dev.weir.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A certificate for hosts, as files of PEM that may be replaced at any time.
 *
 * @param hosts which it has to be for, in small letters; {@code *.api.example} is any one label before
 * @param chain the certificate, then those who signed it; a relative path begins where the file that names it is
 * @param key its private key
 */
public record HostCertificate(List<String> hosts, Path chain, Path key) {
    private static final Pattern HOST = Pattern.compile(
            "(\\*\\.)?[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,10}");

    public HostCertificate {
        hosts = List.copyOf(Required.value(hosts, "hosts"));
        Required.value(chain, "chain");
        Required.value(key, "key");
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException(
                    "hosts is empty: name what the certificate is for, such as [api.example]");
        }
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException(
                        "host '" + host
                                + "' is none: write it in small letters without scheme and port, such as api.example or \"*.api.example\"");
            }
        }
    }

    /** What it is called, also as a file: its first host, a star as {@code _}. */
    public String name() {
        return hosts.getFirst().replace('*', '_');
    }
}
