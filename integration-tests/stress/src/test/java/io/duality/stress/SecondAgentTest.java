package io.duality.stress;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Another agent transforms the woven classes and the application's all the while. */
final class SecondAgentTest {
  private static final String[] ARGUMENTS = {
    "seed=8", "threads=12", Scale.operations(40), "residents=12"
  };

  @OnEveryJdk
  void retransforming_in_front_of_us_harms_nobody(AgentJvm control, AgentJvm woven) {
    Path other = other(control);
    Played without = Played.control(control.agentAfter(other, null), ARGUMENTS);
    Played.woven(woven.agentBefore(other, null), without, ARGUMENTS).sameAs(without);
  }

  @OnEveryJdk
  void retransforming_behind_us_harms_nobody(AgentJvm control, AgentJvm woven) {
    Path other = other(control);
    Played without = Played.control(control.agentAfter(other, null), ARGUMENTS);
    Played.woven(woven.agentAfter(other, null), without, ARGUMENTS).sameAs(without);
  }

  private static Path other(AgentJvm jvm) {
    Path jar = jvm.directory().resolve("other-agent.jar");
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", Retransformer.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Class<?> part : new Class<?>[] {Retransformer.class, copy()}) {
        String name = part.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream in = part.getClassLoader().getResourceAsStream(name)) {
          in.transferTo(out);
        }
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + jar, e);
    }
  }

  private static Class<?> copy() {
    return Retransformer.class.getDeclaredClasses()[0];
  }
}
