package dev.weir.cli;

import dev.weir.cli.instance.Instance;
import dev.weir.cli.supervisor.ControlSocket;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** {@code ./weir down}: ends the gateway of this home, and waits until it is gone. */
@Command(name = "down", description = "Ends the gateway that ./weir up started.", mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {
    private final GlobalOptions global;

    DownCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() throws Exception {
        var home = global.home();
        var instance = Instance.find(home);
        if (instance.isEmpty()) {
            System.err.println("no gateway runs from " + home.state());
            return 0;
        }
        ControlSocket.ask(home.controlSocket(), "down");
        var supervisor = ProcessHandle.of(instance.get().supervisorPid());
        if (supervisor.isPresent()) {
            await(supervisor.get());
        }
        System.err.println("ended");
        return 0;
    }

    private static void await(ProcessHandle supervisor) throws Exception {
        try {
            supervisor.onExit().get(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CommandFailed(
                    "process " + supervisor.pid() + " is still there after 60 s; ./weir logs up may say why", e);
        }
    }
}
