package io.duality.engine.heap;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps secrets in every shape that a heap has, dumps itself, and says what it kept. */
final class SecretsMain {
  /** A constant of the class, so that it is among the JVM's own texts as well. */
  static final String CONSTANT = "constant-Vq7tQ2hunter2";

  static final long BOXED = 0x5EC2_E7A1_B0C3_D4E5L;
  static final long FIELD = 0x5EC2_E7F1_E1D0_0001L;
  static final long STATIC = 0x5EC2_E75A_71C0_0002L;
  static final long ATOMIC = 0x5EC2_E7A7_0A1C_0003L;

  private static final List<Object> KEPT = new ArrayList<>();
  private static long inStatic;

  private SecretsMain() {}

  /** What somebody might look up in a dump. */
  static final class Card {
    final String holder;
    final long number;
    final Card next;

    Card(String holder, long number, Card next) {
      this.holder = holder;
      this.number = number;
      this.next = next;
    }
  }

  static String text(String kind) {
    return kind + "-Xw93kzP" + kind.length();
  }

  public static void main(String[] args) throws Exception {
    Path raw = Path.of(args[0]);
    KEPT.add(CONSTANT);
    KEPT.add(text("string"));
    KEPT.add(text("wide\u0416").repeat(2));
    KEPT.add(text("chars").toCharArray());
    KEPT.add(text("bytes").getBytes(StandardCharsets.UTF_8));
    KEPT.add(builder(text("builder")));
    KEPT.add(BOXED);
    KEPT.add(new AtomicLong(ATOMIC));
    KEPT.add(new BigInteger(text("big").getBytes(StandardCharsets.UTF_8)));
    KEPT.add(new Card(text("holder"), FIELD, new Card("", 1, null)));
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      map.put(text("key" + i), text("value" + i));
    }
    KEPT.add(map);
    System.setProperty("secret.of.the.test", text("property"));
    inStatic = STATIC;
    Thread.currentThread().setName(text("thread"));
    String how = DumpWay.dump(raw);
    System.out.println(how);
    System.out.println(HeapFile.whole(raw) + " " + inStatic + " " + KEPT.size());
  }

  /** A builder that is kept as one, not made into a text. */
  private static StringBuilder builder(String text) {
    StringBuilder builder = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      builder.append(text.charAt(i));
    }
    return builder;
  }
}
