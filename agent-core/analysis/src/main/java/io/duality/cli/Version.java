package io.duality.cli;

import io.duality.model.Manifest;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.security.CodeSource;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import picocli.CommandLine.IVersionProvider;

/** The jar that this code runs from, and its version. */
final class Version implements IVersionProvider {
  Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {
      "duality " + number(jar()),
      "bundle schema " + Manifest.SCHEMA_VERSION,
      "java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")"
    };
  }

  /** duality.jar, or null when the classes lie in directories. */
  static File jar() {
    CodeSource source = Version.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    try {
      File file = new File(source.getLocation().toURI());
      return file.isFile() ? file : null;
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null; // not a file: then it is not our jar either
    }
  }

  private static String number(File jar) {
    if (jar != null) {
      try (JarFile open = new JarFile(jar, false)) {
        if (open.getManifest() != null) {
          String version =
              open.getManifest()
                  .getMainAttributes()
                  .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
          if (version != null) {
            return version;
          }
        }
      } catch (IOException e) {
        return "of unknown version (" + e.getMessage() + ")";
      }
    }
    return "of unknown version (not started from duality.jar)";
  }
}
