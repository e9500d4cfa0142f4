package dev.weir.controlplane.config.port;

import dev.weir.config.ConfigException;

/** A file that a test writes, or takes away. */
public final class FakeOwnFile implements OwnFile {
    public String text;
    public boolean gone;

    public FakeOwnFile(String text) {
        this.text = text;
    }

    @Override
    public String name() {
        return "weir.yaml";
    }

    @Override
    public String text() {
        if (gone) {
            throw new ConfigException("weir.yaml: is not there");
        }
        return text;
    }
}
