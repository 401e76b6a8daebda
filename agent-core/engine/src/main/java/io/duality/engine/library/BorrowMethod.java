package io.duality.engine.library;

import io.duality.engine.library.BorrowPlan.Call;
import io.duality.engine.library.BorrowPlan.Point;
import io.duality.engine.library.BorrowPlan.Value;
import io.duality.engine.library.BorrowPlan.Waiting;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Writes the calls of one point into one method. Locals stay as they are; the only frame is that of
 * the handler which closes a wait that throws.
 */
final class BorrowMethod extends MethodVisitor {
  private static final String BORROWS = "io/duality/boot/Borrows";
  private static final int FIRST_WITH_FRAMES = Opcodes.V1_6;

  /** The connection or the pool with its part, and a long. */
  private static final int HOOK_STACK = 5;

  private final Point point;
  private final String owner;
  private final Type[] arguments;
  private final boolean frames;
  private final Label start = new Label();
  private final Label end = new Label();
  private final List<Handler> own = new ArrayList<>();
  private boolean waitedHere;

  private record Handler(Label from, Label to, Label handler, String type) {}

  BorrowMethod(MethodVisitor next, Point point, String owner, String descriptor, int version) {
    super(Opcodes.ASM9, next);
    this.point = point;
    this.owner = owner;
    this.arguments = Type.getArgumentTypes(descriptor);
    this.frames = (version & 0xffff) >= FIRST_WITH_FRAMES;
  }

  private boolean waitsThroughout() {
    return point.waiting() != null && point.waiting().calls().isEmpty();
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (point.given() != null) {
      push(point.given());
      hook("returned", "(Ljava/lang/Object;)V");
    }
    if (point.waiting() != null) {
      super.visitLabel(start);
    }
    if (waitsThroughout()) {
      waits();
    }
  }

  @Override
  public void visitTryCatchBlock(Label from, Label to, Label handler, String type) {
    own.add(new Handler(from, to, handler, type));
  }

  @Override
  public void visitMethodInsn(
      int opcode, String type, String name, String descriptor, boolean isInterface) {
    boolean waits = point.waiting() != null && isWait(point.waiting(), type, name, descriptor);
    if (waits) {
      waits();
    }
    super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
    if (waits) {
      push(point.pool());
      hook("waited", "(Ljava/lang/Object;)V");
      waitedHere = true;
    }
  }

  static boolean isWait(Waiting wait, String type, String name, String descriptor) {
    for (Call call : wait.calls()) {
      if (call.is(type, name, descriptor)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    super.visitTypeInsn(opcode, type);
    if (waitedHere && opcode == Opcodes.CHECKCAST && point.takenType() != null) {
      if (NameTails.sameType("L" + point.takenType() + ";", "L" + type + ";")) {
        super.visitInsn(Opcodes.DUP);
        borrowed();
      }
    }
    waitedHere = false;
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.ARETURN && point.taken() != null) {
      super.visitInsn(Opcodes.DUP);
      if (point.taken() instanceof Value.Result) {
        borrowed();
      } else {
        push(point.taken());
        push(point.pool());
        hook("lent", "(Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;)V");
      }
    }
    if (waitsThroughout() && opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      push(point.pool());
      hook("waited", "(Ljava/lang/Object;)V");
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    for (Handler each : own) {
      super.visitTryCatchBlock(each.from, each.to, each.handler, each.type);
    }
    if (point.waiting() != null) {
      super.visitLabel(end);
      if (frames) {
        super.visitFrame(
            Opcodes.F_NEW, 1, new Object[] {owner}, 1, new Object[] {"java/lang/Throwable"});
      }
      push(point.pool());
      hook("waited", "(Ljava/lang/Object;)V");
      super.visitInsn(Opcodes.ATHROW);
      super.visitTryCatchBlock(start, end, end, null);
    }
    super.visitMaxs(maxStack + HOOK_STACK, maxLocals);
  }

  private void borrowed() {
    push(point.pool());
    hook("borrowed", "(Ljava/lang/Object;Ljava/lang/Object;)V");
  }

  private void waits() {
    push(point.pool());
    if (point.waiting().part() == null) {
      super.visitInsn(Opcodes.ACONST_NULL);
    } else {
      push(point.waiting().part());
    }
    int millis = point.waiting().millis();
    if (millis < 0) {
      super.visitLdcInsn(-1L);
    } else {
      super.visitVarInsn(arguments[millis].getOpcode(Opcodes.ILOAD), local(millis));
    }
    hook("waits", "(Ljava/lang/Object;Ljava/lang/Object;J)V");
  }

  private void push(Value value) {
    super.visitVarInsn(Opcodes.ALOAD, value instanceof Value.Argument a ? local(a.index()) : 0);
    if (value instanceof Value.Field field) {
      super.visitFieldInsn(Opcodes.GETFIELD, owner, field.name(), field.descriptor());
    }
  }

  private int local(int argument) {
    int local = 1;
    for (int i = 0; i < argument; i++) {
      local += arguments[i].getSize();
    }
    return local;
  }

  private void hook(String name, String descriptor) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, BORROWS, name, descriptor, false);
  }
}
