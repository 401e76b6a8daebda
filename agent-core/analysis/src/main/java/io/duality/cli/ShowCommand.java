package io.duality.cli;

import io.duality.analysis.read.Bundle;
import io.duality.analysis.read.BundleException;
import io.duality.model.BundleFiles;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "show", header = "Prints the summary of a bundle, or another of its files.")
final class ShowCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin DirOption dir;

  @Parameters(
      index = "0",
      paramLabel = "BUNDLE",
      description = "A path, or the beginning or the end of a name in DIR: 3f9c.")
  String bundle;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file to print, such as threads.txt; by default summary.md.")
  String file;

  @Option(
      names = "--json",
      paramLabel = "NAME",
      description = "Print NAME.json: findings, waits, threads, resources, context, manifest.")
  String json;

  ShowCommand() {}

  @Override
  public Integer call() throws BundleException {
    if (file != null && json != null) {
      throw new ParameterException(spec.commandLine(), "give FILE or --json NAME, not both");
    }
    Bundle opened = dir.bundle(bundle, spec);
    PrintWriter out = spec.commandLine().getOut();
    String read = opened.text(name());
    if (read.indexOf('\0') >= 0) {
      throw new BundleException(
          opened.path().resolve(name())
              + ": is no text and is not printed; JDK Mission Control opens recording.jfr, heap dump"
              + " viewers heap.hprof");
    }
    String text = Printable.text(read);
    out.print(text);
    if (!text.endsWith("\n")) {
      out.println();
    }
    if (!opened.manifest().complete()) {
      spec.commandLine()
          .getErr()
          .println("duality: this bundle is incomplete; `duality verify` names what it lacks");
    }
    return Exit.OK;
  }

  private String name() {
    if (json != null) {
      return json.endsWith(".json") ? json : json + ".json";
    }
    return file == null ? BundleFiles.SUMMARY : file;
  }
}
