package io.duality.engine.run;

import io.duality.engine.blackbox.Harvest;
import io.duality.engine.bundle.BundleDirectory;
import io.duality.engine.bundle.LiveProcess;
import io.duality.engine.bundle.Recovery;
import io.duality.engine.config.ConfigInputs;
import io.duality.engine.config.ConfigLoader;
import io.duality.engine.trigger.Ledger;
import io.duality.model.ProcessInfo;
import io.duality.model.Recoverer;
import io.duality.model.ServiceInfo;
import io.duality.model.config.Config;
import io.duality.model.config.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Recovers a directory on a person's request, from a JVM without an agent. */
public final class DirectoryRecoverer implements Recoverer {
  private static final String NAME = "duality-recover";

  /** Made by the service loader. */
  public DirectoryRecoverer() {}

  @Override
  public Result recover(Path wanted) throws IOException {
    if (!Files.isDirectory(wanted)) {
      throw new IOException(wanted + " is no directory");
    }
    if (!Files.isReadable(wanted) || !Files.isWritable(wanted) || !Files.isExecutable(wanted)) {
      throw new IOException(
          "user "
              + System.getProperty("user.name")
              + " may not read and write "
              + wanted
              + ": run recover as the user of the service, where the directory is writable");
    }
    BundleDirectory directory = BundleDirectory.choose(wanted.toString());
    if (directory.note() != null) {
      throw new IOException(
          "nothing can be written in " + wanted + ", so nothing is recovered: " + directory.note());
    }
    if (!Files.isDirectory(directory.live()) && !Files.isDirectory(directory.partial())) {
      return new Result(List.of(), List.of()); // no process has ever been here: leave no trace
    }
    Config config = ConfigLoader.load(ConfigInputs.ofProcess(null));
    ServiceInfo service = new ServiceInfo(NAME, null, null, null);
    Ledger ledger =
        new Ledger(
            directory.file(),
            service,
            ProcessHandle.current().pid(),
            config.get(Keys.LEDGER_MAX_SIZE));
    DeathDesk desk = new DeathDesk(config, ledger, true);
    List<Path> bundles = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    try (LiveProcess live = directory.enter(NAME, itself())) {
      Recovery.Result found = Recovery.run(directory, Instant.now());
      found.bundles().forEach(bundle -> bundles.add(bundle.path()));
      notes.addAll(found.notes());
      Harvest harvest = Recovering.harvest(directory, live, config, desk, () -> false);
      for (Path dead : found.dead()) {
        try {
          String note = harvest.of(dead);
          if (note != null) {
            notes.add(note);
          }
        } catch (IOException | RuntimeException e) {
          notes.add("no bundle of " + dead + ", which stays: " + e.getMessage());
        }
      }
    }
    bundles.addAll(desk.bundles());
    return new Result(bundles, notes);
  }

  private static ProcessInfo itself() {
    return new ProcessInfo(
        ProcessHandle.current().pid(),
        "unknown",
        System.getProperty("java.vm.name"),
        Instant.now(),
        "recover");
  }
}
