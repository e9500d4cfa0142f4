package dev.weir.judge.adapter.control;

import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import java.util.Optional;

/** Hears what the control plane tells judges. One message at a time; must not wait for long. */
public interface ControlListener {
    /** @return what is said of it; empty of a message that is none of this listener's */
    Optional<FromJudge> told(ToJudge message);
}
