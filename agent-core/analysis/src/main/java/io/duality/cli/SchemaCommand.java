package io.duality.cli;

import io.duality.model.Schemas;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "schema",
    header = "Prints the JSON Schema of a file of bundles, or lists the schemas.")
final class SchemaCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HelpOption help;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "manifest, manifest.json, …; without it all names are listed.")
  String name;

  SchemaCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      Schemas.names().forEach(out::println);
      return Exit.OK;
    }
    int dot = name.indexOf('.');
    try {
      out.print(Schemas.text(dot < 0 ? name : name.substring(0, dot)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return Exit.OK;
  }
}
