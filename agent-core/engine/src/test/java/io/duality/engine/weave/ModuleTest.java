package io.duality.engine.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that reads nothing but {@code java.base}, and a jar with a class for newer JDKs. */
class ModuleTest {
  private static String source(String type, String field) {
    return "package com.acme.shop; public final class "
        + type
        + " { final Object "
        + field
        + " = new java.util.concurrent.locks.ReentrantLock();"
        + " public static Object make() { return new "
        + type
        + "(); } }";
  }

  private static Path compile(Path scratch, String target, String... namesAndSources)
      throws IOException {
    Path sources = Files.createDirectories(scratch.resolve(target + "-sources"));
    Path classes = Files.createDirectories(scratch.resolve(target));
    List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
    for (int i = 0; i < namesAndSources.length; i += 2) {
      Path file = sources.resolve(namesAndSources[i] + ".java");
      arguments.add(Files.writeString(file, namesAndSources[i + 1]).toString());
    }
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    assertEquals(0, result, "compilation of " + target);
    return classes;
  }

  private static Path multiRelease(Path scratch) throws IOException {
    String store = "com/acme/shop/Store.class";
    Path old = compile(scratch, "old", "Store", source("Store", "oldLock")).resolve(store);
    Path now = compile(scratch, "new", "Store", source("Store", "newLock")).resolve(store);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MULTI_RELEASE, "true");
    Path jar = scratch.resolve("releases.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream file = new JarOutputStream(out, manifest)) {
      file.putNextEntry(new JarEntry(store));
      Files.copy(old, file);
      file.putNextEntry(new JarEntry("META-INF/versions/17/" + store));
      Files.copy(now, file);
    }
    return jar;
  }

  @Test
  void locks_of_named_modules_and_of_multi_release_jars_have_their_fields_names(
      @TempDir Path scratch) throws Exception {
    Path module =
        compile(
            scratch,
            "module",
            "module-info",
            "module com.acme.shop { exports com.acme.shop; }",
            "Shop",
            source("Shop", "shopLock"));
    List<String> lines =
        ChildJvm.run(
            scratch,
            "",
            ModuleMain.class,
            "-Dreleases=" + multiRelease(scratch),
            "--module-path=" + module,
            "--add-modules=com.acme.shop");
    assertTrue(lines.contains("module com.acme.shop"), () -> String.join("\n", lines));
    assertTrue(lines.contains("in module: com.acme.shop.Shop.shopLock"), lines::toString);
    assertTrue(lines.contains("in release: com.acme.shop.Store.newLock"), lines::toString);
  }
}
