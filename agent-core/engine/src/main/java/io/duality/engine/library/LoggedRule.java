package io.duality.engine.library;

import static java.util.Map.entry;

import io.duality.model.HookState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Hears of exceptions that loggers take, and of the words they are given: what is logged is not
 * hidden, and neither is that of which only the message is.
 */
final class LoggedRule extends LibraryRule {
  private static final String THROWN = "io/duality/boot/Thrown";
  private static final String SAID = "io/duality/boot/Said";
  private static final Type THROWABLE = Type.getType(Throwable.class);
  private static final int NEVER = 99;
  private static final List<String> WORDS =
      List.of("Ljava/lang/String;", "Ljava/lang/Object;", "[Ljava/lang/Object;");

  /**
   * A method that takes what is logged.
   *
   * @param descriptor how it begins or ends
   * @param thrown whether its arguments that are exceptions are told of
   * @param words from which argument on those that may be words are
   */
  private record Takes(String name, String descriptor, boolean thrown, int words) {
    boolean is(String method, String its) {
      return method.equals(name) && (its.startsWith(descriptor) || its.endsWith(descriptor));
    }
  }

  private static Takes thrown(String name, String descriptor) {
    return new Takes(name, descriptor, true, NEVER);
  }

  private static Takes words(String name, String descriptor, int from) {
    return new Takes(name, descriptor, false, from);
  }

  private static final String ONE = "(Ljava/lang/Throwable;)V";
  private static final String LOG4J = "org/apache/logging/log4j/";

  /**
   * The classes of logged events, and of messages where the event keeps no words. They are made
   * behind the question whether the level is enabled.
   */
  private static final Map<String, List<Takes>> TABLE =
      Map.ofEntries(
          entry(
              "org/apache/log4j/spi/LoggingEvent",
              List.of(new Takes("<init>", "Ljava/lang/Object;Ljava/lang/Throwable;)V", true, 3))),
          entry("ch/qos/logback/classic/spi/ThrowableProxy", List.of(thrown("<init>", ONE))),
          entry(
              "ch/qos/logback/classic/spi/LoggingEvent",
              List.of(words("<init>", "(Ljava/lang/String;Lch/qos/logback/classic/Logger;", 3))),
          entry(
              LOG4J + "core/impl/Log4jLogEvent",
              List.of(thrown("<init>", "Ljava/util/List;Ljava/lang/Throwable;)V"))),
          entry(
              LOG4J + "core/async/RingBufferLogEvent", // by the thread that logs, not the ring's
              List.of(thrown("setValues", "(L" + LOG4J + "core/async/AsyncLogger;"))),
          entry(LOG4J + "core/impl/MutableLogEvent", List.of(thrown("setThrown", ONE))),
          entry(
              LOG4J + "message/SimpleMessage",
              List.of(words("<init>", "(Ljava/lang/String;)V", 0))),
          entry(
              LOG4J + "message/ParameterizedMessage",
              List.of(words("<init>", "(Ljava/lang/String;[Ljava/lang/Object;Ljava/lang/Th", 0))),
          entry(
              LOG4J + "message/ReusableSimpleMessage",
              List.of(words("set", "(Ljava/lang/String;)V", 0))),
          entry(
              LOG4J + "message/ReusableParameterizedMessage",
              List.of(words("set", "(Ljava/lang/String;", 0))),
          entry(
              "java/util/logging/LogRecord",
              List.of(
                  thrown("setThrown", ONE),
                  words("<init>", "(Ljava/util/logging/Level;Ljava/lang/String;)V", 1),
                  words("setParameters", "([Ljava/lang/Object;)V", 0))),
          entry(
              "org/tinylog/core/LogEntry",
              List.of(new Takes("<init>", "Ljava/lang/String;Ljava/lang/Throwable;)V", true, 9))));

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  LoggedRule(KnownClasses known) {
    super(known);
  }

  @Override
  public boolean matches(String internalName) {
    return TABLE.containsKey(internalName);
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    List<Takes> table = TABLE.get(internalName);
    boolean[] seen = new boolean[table.size()];
    byte[] changed =
        insert(
            bytes,
            (next, access, name, descriptor) -> {
              for (int i = 0; i < seen.length; i++) {
                if (table.get(i).is(name, descriptor)) {
                  seen[i] = true;
                  return new AtBeginning(next, table.get(i), descriptor);
                }
              }
              return null;
            });
    expected.addAndGet(seen.length);
    for (boolean each : seen) {
      found.addAndGet(each ? 1 : 0);
    }
    return changed;
  }

  private static final class AtBeginning extends MethodVisitor {
    private final Takes takes;
    private final Type[] arguments;

    AtBeginning(MethodVisitor next, Takes takes, String descriptor) {
      super(Opcodes.ASM9, next);
      this.takes = takes;
      this.arguments = Type.getArgumentTypes(descriptor);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      int local = 1;
      for (int i = 0; i < arguments.length; i++) {
        if (arguments[i].equals(THROWABLE)) {
          tell(takes.thrown(), local, THROWN, "logged", "(Ljava/lang/Throwable;)V");
        } else {
          boolean words = i >= takes.words() && mayBeWords(arguments[i]);
          tell(words, local, SAID, "said", "(Ljava/lang/Object;)V");
        }
        local += arguments[i].getSize();
      }
    }

    private void tell(boolean told, int local, String owner, String name, String descriptor) {
      if (told) {
        super.visitVarInsn(Opcodes.ALOAD, local);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
      }
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(Math.max(maxStack, 1), maxLocals);
    }
  }

  private static boolean mayBeWords(Type type) {
    return WORDS.contains(type.getDescriptor());
  }

  @Override
  public HookState state() {
    return state(
        "exceptions in loggers",
        expected.get(),
        found.get(),
        "no logger with a rule was loaded",
        "a method is not as known");
  }
}
