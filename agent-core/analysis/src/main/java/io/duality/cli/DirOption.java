package io.duality.cli;

import io.duality.analysis.read.Bundle;
import io.duality.analysis.read.BundleException;
import io.duality.analysis.read.BundleList;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the bundles are. */
final class DirOption {
  static final String VARIABLE = "DUALITY_BUNDLE_DIR";

  @Option(
      names = {"-d", "--dir"},
      paramLabel = "DIR",
      description =
          "The bundle directory; by default what "
              + VARIABLE
              + " names, or else duality below the working directory.")
  Path dir;

  DirOption() {}

  Path path() {
    if (dir != null) {
      return dir;
    }
    String variable = System.getenv(VARIABLE);
    return Path.of(variable == null || variable.isBlank() ? "duality" : variable);
  }

  /** The bundle that a path, or the beginning or end of a name, means. */
  Bundle bundle(String wanted, CommandSpec spec) throws BundleException {
    try {
      Path path = Path.of(wanted);
      if (Files.exists(path)) {
        return Bundle.open(path);
      }
    } catch (InvalidPathException e) {
      throw new ParameterException(spec.commandLine(), "'" + wanted + "' is no path or name");
    }
    if (wanted.contains("/")) {
      return Bundle.open(Path.of(wanted));
    }
    BundleList all = BundleList.of(path());
    List<Bundle> found = all.named(wanted);
    if (found.size() == 1) {
      return found.get(0);
    }
    if (found.isEmpty()) {
      throw new BundleException(
          "no bundle in "
              + path()
              + " has a name that begins or ends with '"
              + wanted
              + "'; `duality list "
              + path()
              + "` shows them");
    }
    throw new ParameterException(
        spec.commandLine(),
        "'"
            + wanted
            + "' means several bundles: "
            + found.stream().map(Bundle::name).collect(Collectors.joining(", ")));
  }
}
