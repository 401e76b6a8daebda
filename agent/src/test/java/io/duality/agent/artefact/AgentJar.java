package io.duality.agent.artefact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** The packaged jar, read once. */
final class AgentJar {
  final Path path = Path.of(System.getProperty("duality.jar", "target/duality.jar"));

  /** Every entry in the jar's own order. */
  final Map<String, byte[]> entries = new java.util.LinkedHashMap<>();

  final Manifest manifest;

  AgentJar() throws IOException {
    try (JarFile jar = new JarFile(path.toFile())) {
      manifest = jar.getManifest();
      for (JarEntry entry : Collections.list(jar.entries())) {
        try (InputStream in = jar.getInputStream(entry)) {
          entries.put(entry.getName(), in.readAllBytes());
        }
      }
    }
  }

  String text(String entry) {
    return new String(entries.get(entry), StandardCharsets.UTF_8);
  }

  /** Class files that are plain entries, by internal name. */
  Map<String, byte[]> plain() {
    return classes("", ".class");
  }

  /** Class files of the isolated loader, by internal name. */
  Map<String, byte[]> isolated() {
    return classes("inst/", ".classdata");
  }

  private Map<String, byte[]> classes(String prefix, String suffix) {
    Map<String, byte[]> found = new TreeMap<>();
    entries.forEach(
        (name, bytes) -> {
          if (name.startsWith(prefix) && name.endsWith(suffix)) {
            found.put(name.substring(prefix.length(), name.length() - suffix.length()), bytes);
          }
        });
    return found;
  }

  /** Internal names of all types that a class file names. */
  static Set<String> references(byte[] classFile) {
    Set<String> names = new TreeSet<>();
    Remapper collector =
        new Remapper(net.bytebuddy.jar.asm.Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            names.add(internalName);
            return internalName;
          }
        };
    new ClassReader(classFile).accept(new ClassRemapper(new ClassWriter(0), collector), 0);
    return names;
  }
}
