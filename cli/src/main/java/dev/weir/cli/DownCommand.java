package dev.weir.cli;

import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.HomeLock;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.supervisor.ControlSocket;
import dev.weir.cli.supervisor.Orphans;
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
        var starting = HomeLock.holder(home);
        if (instance.isPresent()) {
            ControlSocket.ask(home.controlSocket(), "down");
            var supervisor = ProcessHandle.of(instance.get().supervisorPid());
            if (supervisor.isPresent()) {
                await(supervisor.get());
            }
        } else if (starting.isPresent()) {
            starting.get().destroy();
            await(starting.get());
        } else {
            return endOrphans(home);
        }
        System.err.println("ended");
        return 0;
    }

    private static int endOrphans(Home home) {
        var orphans = Orphans.of(home);
        if (orphans.all().isEmpty()) {
            System.err.println("no gateway runs from " + home.state());
            return 0;
        }
        orphans.end();
        System.err.println("ended " + orphans.all().size() + " processes that a killed supervisor had left");
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
