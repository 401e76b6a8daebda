package io.duality.cli;

import io.duality.model.Recoverer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "recover",
    header = "Makes bundles of what dead processes left in a directory.",
    description = {
      "What the next start of the service would do by itself: bundles that were being written are"
          + " finished, and of every process that ended without saying so (kill -9, Runtime.halt, a"
          + " native crash) a post-mortem bundle is made: its last waits and traces, its recording,"
          + " its crash log. Processes that live are left alone. Run it as the user of the service.",
      "Exits with 1 when something could not be recovered; it then stays as it is."
    })
final class RecoverCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin DirOption dir;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The same as --dir DIR.")
  Path place;

  RecoverCommand() {}

  @Override
  public Integer call() throws Unreachable {
    Path wanted = place == null ? dir.path() : place;
    Recoverer recoverer =
        ServiceLoader.load(Recoverer.class, RecoverCommand.class.getClassLoader())
            .findFirst()
            .orElseThrow(() -> new Unreachable("recover needs the whole duality.jar"));
    Recoverer.Result result;
    try {
      result = recoverer.recover(wanted);
    } catch (IOException e) {
      throw new Unreachable(e.getMessage());
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Path bundle : result.bundles()) {
      out.println(bundle);
    }
    if (result.bundles().isEmpty() && result.notes().isEmpty()) {
      out.println("nothing to recover in " + wanted);
    }
    PrintWriter err = spec.commandLine().getErr();
    result.notes().forEach(note -> err.println("duality: " + Printable.line(note)));
    return result.notes().isEmpty() ? Exit.OK : Exit.PROBLEM;
  }
}
