package dev.weir.controlplane.adapter.judges;

import dev.weir.xds.adapter.control.v1.FromJudge;

/** Hears what judges say of what they were told. Any thread; must not wait. */
public interface JudgeListener {
    /** @param judge one stream of one judge, the same object until it leaves */
    void said(Object judge, FromJudge what);

    /** Its stream has ended. */
    void left(Object judge);
}
