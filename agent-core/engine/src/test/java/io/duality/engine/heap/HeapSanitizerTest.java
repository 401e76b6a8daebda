package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.engine.capture.Child;
import io.duality.engine.capture.Failed;
import io.duality.model.config.KeepFree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectArrayInstance;

class HeapSanitizerTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path dir;

  static List<Child.Jdk> jdks() throws IOException {
    return Child.jdks();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void planted_secrets_are_in_the_raw_dump_and_nowhere_in_the_sanitised_one(Child.Jdk jdk)
      throws Exception {
    Path raw = dir.resolve("raw.hprof");
    String output = Child.run(jdk, Map.of(), List.of("-Xmx64m"), SecretsMain.class, raw.toString());
    assertTrue(output.contains("true "), output);
    assertEquals(
        jdk.feature() >= 22 && Runtime.getRuntime().availableProcessors() > 1,
        output.contains("threads of the JVM"),
        output);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(raw)), output);

    Path clean = dir.resolve("heap.hprof");
    HeapSanitizer.Result result;
    try (var out = Files.newOutputStream(clean)) {
      result = HeapSanitizer.rewrite(raw, out, Deadline.in(MINUTE));
    }

    byte[] before = Files.readAllBytes(raw);
    byte[] after = Files.readAllBytes(clean);
    for (Map.Entry<String, byte[]> secret : secrets().entrySet()) {
      assertTrue(find(before, secret.getValue()) >= 0, "planted badly: " + secret.getKey());
      assertEquals(-1, find(after, secret.getValue()), "found: " + secret.getKey());
    }
    assertTrue(result.texts() > 100, "the JVM's texts are full of constants: " + result);
    sameStructure(HeapFactory.createHeap(raw.toFile()), HeapFactory.createHeap(clean.toFile()));
  }

  private static Map<String, byte[]> secrets() {
    Map<String, byte[]> secrets = new LinkedHashMap<>();
    for (String kind :
        List.of("string", "bytes", "builder", "big", "holder", "key7", "value999", "property")) {
      secrets.put(kind, SecretsMain.text(kind).getBytes(StandardCharsets.ISO_8859_1));
    }
    secrets.put("constant", SecretsMain.CONSTANT.getBytes(StandardCharsets.UTF_8));
    secrets.put("thread", SecretsMain.text("thread").getBytes(StandardCharsets.UTF_8));
    secrets.put("chars", SecretsMain.text("chars").getBytes(StandardCharsets.UTF_16BE));
    // The JVM writes bytes of a string as they are in memory: in the processor's order.
    secrets.put(
        "wide",
        SecretsMain.text("wide\u0416")
            .getBytes(
                ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                    ? StandardCharsets.UTF_16LE
                    : StandardCharsets.UTF_16BE));
    secrets.put("boxed", big(SecretsMain.BOXED));
    secrets.put("field", big(SecretsMain.FIELD));
    secrets.put("static", big(SecretsMain.STATIC));
    secrets.put("atomic", big(SecretsMain.ATOMIC));
    return secrets;
  }

  private static byte[] big(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static int find(byte[] in, byte[] what) {
    for (int at = 0; at <= in.length - what.length; at++) {
      int same = 0;
      while (same < what.length && in[at + same] == what[same]) {
        same++;
      }
      if (same == what.length) {
        return at;
      }
    }
    return -1;
  }

  private static void sameStructure(Heap raw, Heap clean) {
    assertEquals(raw.getAllClasses().size(), clean.getAllClasses().size());
    assertEquals(
        raw.getSummary().getTotalLiveInstances(), clean.getSummary().getTotalLiveInstances());
    assertEquals(raw.getSummary().getTotalLiveBytes(), clean.getSummary().getTotalLiveBytes());
    assertEquals(raw.getGCRoots().size(), clean.getGCRoots().size());
    JavaClass cards = clean.getJavaClassByName(SecretsMain.Card.class.getName());
    assertEquals(2, cards.getInstancesCount());
    Instance card = (Instance) cards.getInstances().get(0);
    Instance first =
        card.getValueOfField("next") == null ? (Instance) cards.getInstances().get(1) : card;
    assertEquals(0L, first.getValueOfField("number"));
    assertEquals("java.lang.String", className(first.getValueOfField("holder")));
    assertEquals(cards.getName(), className(first.getValueOfField("next")));
    assertTrue(hashes(raw) > 0, "guesses could be verified against them");
    assertEquals(0, hashes(clean));
    JavaClass maps = clean.getJavaClassByName("java.util.HashMap");
    assertTrue(
        ((List<?>) maps.getInstances())
            .stream().anyMatch(map -> ((Instance) map).getValueOfField("size").equals(1_000)),
        "how full a collection is stays known");
    JavaClass main = clean.getJavaClassByName(SecretsMain.class.getName());
    Instance list = (Instance) main.getValueOfStaticField("KEPT");
    ObjectArrayInstance elements = (ObjectArrayInstance) list.getValueOfField("elementData");
    List<?> values = elements.getValues();
    assertEquals(11, values.stream().filter(Objects::nonNull).count());
    assertFalse(clean.getGCRoots().isEmpty());
  }

  /** How many strings and keys have a hash. */
  private static long hashes(Heap heap) {
    long found = 0;
    for (String type : List.of("java.lang.String", "java.util.HashMap$Node")) {
      for (Object each : heap.getJavaClassByName(type).getInstances()) {
        found += ((Instance) each).getValueOfField("hash").equals(0) ? 0 : 1;
      }
    }
    return found;
  }

  private static String className(Object instance) {
    return ((Instance) instance).getJavaClass().getName();
  }

  @Test
  void a_dump_that_is_cut_or_spoilt_gives_one_clear_error_and_no_file() throws Exception {
    Path raw = dir.resolve("raw.hprof");
    Child.run(Child.jdks().get(0), Map.of(), List.of("-Xmx64m"), SecretsMain.class, raw.toString());
    byte[] bytes = Files.readAllBytes(raw);
    List<String> reasons = new ArrayList<>();
    for (int length : new int[] {0, 10, 25, 40, bytes.length / 2, bytes.length - 9}) {
      Files.write(raw, Arrays.copyOf(bytes, length));
      reasons.add(refused(raw));
    }
    assertTrue(reasons.get(0).contains("no heap dump"), reasons.toString());
    assertTrue(reasons.get(4).contains("is truncated: it has "), reasons.toString());
    assertTrue(reasons.get(5).contains("without the record that ends"), reasons.toString());
    byte[] spoilt = bytes.clone();
    Arrays.fill(spoilt, bytes.length / 2, bytes.length / 2 + 4_000, (byte) 0x99);
    Files.write(raw, spoilt);
    String corrupt = refused(raw);
    assertTrue(corrupt.contains("corrupt") || corrupt.contains("truncated"), corrupt);
  }

  private String refused(Path raw) throws IOException {
    Path target = dir.resolve("published.hprof.gz");
    HeapLimits limits =
        new HeapLimits("always", "auto", MINUTE, true, true, new KeepFree(0, 0), MINUTE);
    Failed failed = (Failed) HeapDumpFile.publish(raw, target, limits, "by the test");
    assertFalse(Files.exists(target), failed.reason());
    assertTrue(failed.reason().startsWith("the dump was not rewritten: "), failed.reason());
    return failed.reason();
  }

  @Test
  void work_that_nobody_waits_for_any_more_ends_by_itself() throws Exception {
    Path raw = dir.resolve("raw.hprof");
    Child.run(Child.jdks().get(0), Map.of(), List.of("-Xmx64m"), SecretsMain.class, raw.toString());
    IOException late =
        assertThrows(
            IOException.class,
            () ->
                HeapSanitizer.rewrite(
                    raw, new ByteArrayOutputStream(), Deadline.in(Duration.ZERO)));
    assertTrue(late.getMessage().contains("not finished within"), late.getMessage());
  }
}
