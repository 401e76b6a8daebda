package io.duality.engine.library;

import io.duality.model.HookState;
import java.util.concurrent.atomic.AtomicInteger;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Hears whom a request of the JDK's HTTP client was for that was not answered in time: no socket
 * has failed then. Only what makes or throws such an exception is changed.
 */
final class UnansweredRule extends LibraryRule {
  private static final String PACKAGE = "jdk/internal/net/http/";

  /** Its method throws to the caller what happened on other threads. */
  private static final String CLIENT = PACKAGE + "HttpClientImpl";

  private static final String SEND = "(Ljava/net/http/HttpRequest;";

  /** Its methods make, or are given, what the future of a request ends with. */
  private static final String EXCHANGE = PACKAGE + "MultiExchange";

  private static final String TIMEOUT =
      "(Ljava/io/IOException;)Ljava/net/http/HttpTimeoutException;";

  /** The start of the method that gives a request up; what it is given may be what ends it. */
  private static final String CANCELS = "(Ljava/io/IOException;)";

  private static final String REQUEST = "currentreq";
  private static final String REQUEST_TYPE = "L" + PACKAGE + "HttpRequestImpl;";

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  UnansweredRule(KnownClasses known) {
    super(known);
  }

  @Override
  public boolean matches(String internalName) {
    return internalName.equals(CLIENT) || internalName.equals(EXCHANGE);
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    expected.incrementAndGet();
    byte[] changed =
        internalName.equals(CLIENT)
            ? insert(
                bytes,
                (next, access, name, descriptor) ->
                    name.equals("send") && descriptor.startsWith(SEND)
                        ? new Telling(next, Opcodes.ATHROW, false)
                        : null)
            : hasRequest(bytes)
                ? insert(
                    bytes,
                    (next, access, name, descriptor) ->
                        (access & Opcodes.ACC_STATIC) != 0
                            ? null
                            : descriptor.equals(TIMEOUT)
                                ? new Telling(next, Opcodes.ARETURN, true)
                                : name.equals("cancel") && descriptor.startsWith(CANCELS)
                                    ? new Cancelling(next)
                                    : null)
                : null;
    if (changed != null) {
      found.incrementAndGet();
    }
    return changed;
  }

  private static boolean hasRequest(byte[] bytes) {
    boolean[] has = new boolean[1];
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public FieldVisitor visitField(
                  int access, String name, String type, String signature, Object value) {
                has[0] |=
                    name.equals(REQUEST)
                        && type.equals(REQUEST_TYPE)
                        && (access & Opcodes.ACC_STATIC) == 0;
                return null;
              }
            },
            ClassReader.SKIP_CODE);
    return has[0];
  }

  /** Tells of the exception on the stack. */
  private abstract static class Tells extends MethodVisitor {
    Tells(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    final void unanswered(boolean inField) {
      super.visitVarInsn(Opcodes.ALOAD, inField ? 0 : 1);
      if (inField) {
        super.visitFieldInsn(Opcodes.GETFIELD, EXCHANGE, REQUEST, REQUEST_TYPE);
      }
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "io/duality/boot/Peers",
          "unanswered",
          "(Ljava/lang/Throwable;Ljava/lang/Object;)V",
          false);
    }

    @Override
    public final void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(maxStack + 2, maxLocals);
    }
  }

  /** In front of an instruction that takes an exception: it, and the request, are told of. */
  private static final class Telling extends Tells {
    private final int instruction;
    private final boolean inField;

    Telling(MethodVisitor next, int instruction, boolean inField) {
      super(next);
      this.instruction = instruction;
      this.inField = inField;
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == instruction) {
        super.visitInsn(Opcodes.DUP);
        unanswered(inField);
      }
      super.visitInsn(opcode);
    }
  }

  /** At the start of a method whose first argument is an exception. */
  private static final class Cancelling extends Tells {
    Cancelling(MethodVisitor next) {
      super(next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      super.visitVarInsn(Opcodes.ALOAD, 1);
      unanswered(true);
    }
  }

  @Override
  public HookState state() {
    return state(
        "requests without an answer",
        expected.get(),
        found.get(),
        "the JDK's HTTP client was not used",
        "a method is not as known");
  }
}
