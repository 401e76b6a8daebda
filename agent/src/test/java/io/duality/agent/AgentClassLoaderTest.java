package io.duality.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.agent.fixture.Greeting;
import io.duality.agent.fixture.Hello;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentClassLoaderTest {
  private static final String SERVICES = "META-INF/services/" + Greeting.class.getName();

  @TempDir private Path directory;
  private JarFile jar;
  private AgentClassLoader loader;

  @BeforeEach
  void a_jar_with_two_isolated_classes_and_a_service() throws IOException {
    Path file = directory.resolve("with space.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Class<?> type : List.of(Greeting.class, Hello.class)) {
        String path = type.getName().replace('.', '/');
        try (InputStream in = type.getResourceAsStream("/" + path + ".class")) {
          put(zip, "inst/" + path + ".classdata", in.readAllBytes());
        }
      }
      put(zip, "inst/" + SERVICES, (Hello.class.getName() + "\n").getBytes(StandardCharsets.UTF_8));
      put(zip, "io/duality/agent/outside.txt", new byte[1]);
    }
    jar = new JarFile(file.toFile(), false);
    loader = new AgentClassLoader(file.toFile(), jar, ClassLoader.getPlatformClassLoader());
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void our_classes_come_from_the_jar_and_are_not_those_of_the_application() throws Exception {
    Class<?> hello = loader.loadClass(Hello.class.getName());

    assertSame(loader, hello.getClassLoader());
    assertNotSame(Hello.class, hello);
    assertEquals("duality", hello.getClassLoader().getName());
    assertEquals("Duality", hello.getPackage().getImplementationTitle());
    assertTrue(
        hello.getProtectionDomain().getCodeSource().getLocation().getPath().endsWith(".jar"));
  }

  @Test
  void nothing_of_the_application_is_seen() {
    assertThrows(ClassNotFoundException.class, () -> loader.loadClass(Test.class.getName()));
    assertThrows(
        ClassNotFoundException.class, () -> loader.loadClass("io.duality.agent.Admission"));
  }

  @Test
  void modules_of_the_platform_are_seen() throws Exception {
    assertEquals("java.sql", loader.loadClass("java.sql.Connection").getModule().getName());
  }

  @Test
  void services_and_resources_are_found_below_inst_only() throws Exception {
    Class<?> greeting = loader.loadClass(Greeting.class.getName());
    Object service = ServiceLoader.load(greeting, loader).iterator().next();

    assertEquals(Hello.class.getName(), service.getClass().getName());
    assertNull(loader.getResource("io/duality/agent/outside.txt"));
    try (InputStream in = loader.getResourceAsStream(SERVICES)) {
      assertEquals(
          Hello.class.getName() + "\n", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void threads_that_load_one_class_at_once_get_the_same() throws Exception {
    int threads = 4;
    CyclicBarrier start = new CyclicBarrier(threads);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Class<?>>> loaded =
          java.util.stream.IntStream.range(0, threads)
              .mapToObj(
                  i ->
                      pool.<Class<?>>submit(
                          () -> {
                            start.await();
                            return loader.loadClass(Hello.class.getName());
                          }))
              .toList();
      Class<?> first = loaded.get(0).get();
      for (Future<Class<?>> other : loaded) {
        assertSame(first, other.get());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
