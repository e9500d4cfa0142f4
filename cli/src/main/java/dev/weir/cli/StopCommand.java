package dev.weir.cli;

import dev.weir.cli.instance.Instance;
import dev.weir.cli.supervisor.ControlSocket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./weir stop NAME}. */
@Command(name = "stop", description = "Ends one process and keeps it down.", mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NAME", description = "a name that ./weir status shows")
    private String name = "";

    StopCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        Instance.running(home);
        ControlSocket.ask(home.controlSocket(), "stop " + name);
        System.out.println("stopped " + name + "; ./weir start " + name + " starts it again");
        return 0;
    }
}
