package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.audit.AuditEntry;
import jakarta.enterprise.context.RequestScoped;

/** Who asks, by the token that {@link AdminGuard} knew: the name that the audit log gets. Of one request. */
@RequestScoped
public class Asker {
    private String name = "";

    /** Empty where no token came along. */
    public String name() {
        return name;
    }

    void is(String who) {
        name = who;
    }

    /** Whether it is who holds the gateway's own token, and may give others theirs. */
    boolean isOperator() {
        return name.equals(AuditEntry.OPERATOR);
    }
}
