package io.duality.cli;

import io.duality.analysis.read.Bundle;
import io.duality.analysis.read.BundleException;
import io.duality.analysis.read.BundleList;
import io.duality.model.Manifest;
import io.duality.model.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    header = "Lists the bundles of a directory, newest last.",
    description = "Exits with 1 when a bundle is there that cannot be read.")
final class ListCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final List<String> HEAD =
      List.of("TIME", "ID", "TRIGGER", "SERVICE", "SIZE", "COMPLETE", "TITLE");

  @Spec CommandSpec spec;
  @Mixin HelpOption help;
  @Mixin DirOption dir;

  @Parameters(arity = "0..1", paramLabel = "DIR", description = "The same as --dir DIR.")
  Path place;

  @Option(names = "--json", description = "Print a JSON document instead of a table.")
  boolean json;

  ListCommand() {}

  @Override
  public Integer call() throws BundleException {
    BundleList list = BundleList.of(place == null ? dir.path() : place);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.print(
          Json.document(
              Json.object(
                  "directory", list.directory().toAbsolutePath().normalize().toString(),
                  "bundles", list.bundles().stream().map(ListCommand::tree).toList(),
                  "unreadable", list.unreadable())));
    } else {
      table(list, out);
    }
    PrintWriter err = spec.commandLine().getErr();
    list.unreadable().forEach(line -> err.println("duality: " + Printable.line(line)));
    return list.unreadable().isEmpty() ? Exit.OK : Exit.PROBLEM;
  }

  private static void table(BundleList list, PrintWriter out) {
    if (list.bundles().isEmpty()) {
      out.println("no bundles in " + list.directory());
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    for (Bundle bundle : list.bundles()) {
      rows.add(row(bundle));
    }
    int[] widths = new int[HEAD.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length - 1; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.append(row.get(widths.length - 1)));
    }
  }

  private static List<String> row(Bundle bundle) {
    Manifest manifest = bundle.manifest();
    String id = manifest.bundleId();
    return List.of(
        TIME.format(manifest.request().at()),
        Printable.line(id.substring(Math.max(0, id.length() - 4))),
        Printable.line(manifest.request().trigger()),
        Printable.line(manifest.service().name()),
        size(bundle.bytes()),
        manifest.complete() ? "yes" : "no",
        Printable.line(bundle.title()));
  }

  private static Map<String, Object> tree(Bundle bundle) {
    Manifest manifest = bundle.manifest();
    Map<String, Object> tree =
        Json.object(
            "name", bundle.name(),
            "path", bundle.path().toAbsolutePath().normalize().toString(),
            "bundleId", manifest.bundleId(),
            "at", manifest.request().at().toString(),
            "trigger", manifest.request().trigger(),
            "service", manifest.service().name());
    Json.put(tree, "version", manifest.service().version());
    Json.put(tree, "signature", manifest.signature());
    tree.put("bytes", bundle.bytes());
    tree.put("complete", manifest.complete());
    tree.put("title", bundle.title());
    return tree;
  }

  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / 1024.0;
    String[] units = {"KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }
}
