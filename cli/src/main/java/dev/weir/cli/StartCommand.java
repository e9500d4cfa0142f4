package dev.weir.cli;

import dev.weir.cli.instance.Instance;
import dev.weir.cli.supervisor.ControlSocket;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./weir start NAME}. */
@Command(name = "start", description = "Starts one process that was stopped.", mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Parameters(paramLabel = "NAME", description = "a name that ./weir status shows")
    private String name = "";

    StartCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        Instance.running(home);
        ControlSocket.ask(home.controlSocket(), "start " + name);
        System.out.println("starting " + name + "; ./weir status shows when it is ready");
        return 0;
    }
}
