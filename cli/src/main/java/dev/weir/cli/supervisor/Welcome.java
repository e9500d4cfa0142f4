package dev.weir.cli.supervisor;

import dev.weir.cli.instance.Home;
import dev.weir.cli.terminal.Table;

/** What {@code up} prints when all is ready. */
final class Welcome {
    private Welcome() {}

    static String text(Table table, Blueprint blueprint, Home home) {
        var ports = blueprint.deployment().ports();
        var gateway = "http://127.0.0.1:" + ports.gateway();
        var weir = home.state().equals(home.root().resolve(".weir")) ? "./weir" : "./weir --home " + home.state();
        var open = blueprint.weir().apis().stream()
                .filter(api -> api.access().isPublic())
                .findFirst();
        if (open.isPresent()) {
            return table.text()
                    + """

                     Dashboard  http://127.0.0.1:%d

                     Try:
                       curl -i %s%s
                       %s status

                     Ctrl-C ends everything.
                    """.formatted(
                            ports.dashboard(), gateway, open.get().match().prefix(), weir);
        }
        return table.text() + """

                 Dashboard  http://127.0.0.1:%d
                 Sign in    %s/auth/

                 Try:
                   TOKEN=$(%s sign-in --account 6)
                   curl -i -H "Authorization: Bearer $TOKEN" %s/quotes/BTC
                   %s traffic --duration 30s

                 Ctrl-C ends everything.
                """.formatted(ports.dashboard(), gateway, weir, gateway, weir);
    }
}
