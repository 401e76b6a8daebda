package io.duality.cli;

import io.duality.analysis.read.Bundle;
import io.duality.analysis.read.BundleException;
import io.duality.analysis.read.Problem;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    header = "Checks that a bundle is whole and unchanged.",
    description = {
      "Compares sizes and checksums with the manifest, and the JSON files with their schemas.",
      "Exits with 1 when anything is wrong; an incomplete bundle is."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin DirOption dir;

  @Parameters(
      paramLabel = "BUNDLE",
      description = "A path, or the beginning or the end of a name in DIR: 3f9c.")
  String bundle;

  VerifyCommand() {}

  @Override
  public Integer call() throws BundleException {
    Bundle opened = dir.bundle(bundle, spec);
    PrintWriter out = spec.commandLine().getOut();
    List<Problem> problems = opened.verify();
    for (Problem problem : problems) {
      out.println(
          Printable.line(problem.kind().label() + ": " + problem.file() + " " + problem.line()));
    }
    if (problems.isEmpty()) {
      out.println(
          opened.name()
              + ": "
              + opened.manifest().files().size()
              + " files, "
              + ListCommand.size(opened.bytes())
              + ", all as they were written");
    }
    boolean wrong =
        problems.stream()
            .map(Problem::kind)
            .anyMatch(kind -> !kind.harmless() || kind == Problem.Kind.INCOMPLETE);
    return wrong ? Exit.PROBLEM : Exit.OK;
  }
}
