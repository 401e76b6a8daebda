package io.duality.engine.weave;

import java.util.Arrays;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Knows the types of a method's local variables at each instruction, so that a frame can be written
 * there: from the last frame of the class file and the stores behind it. What a reference store
 * behind a frame takes from the stack is known when the instruction before it says so, which is
 * enough for the code in front of the JDK's parks; else it is {@link #UNKNOWN}.
 */
abstract class TrackedMethod extends MethodVisitor {
  /** A reference of which the type could not be told; no frame can be written with it. */
  static final Object UNKNOWN = new Object();

  /** The method has its frames. */
  static final int FRAMED = -1;

  private Object[] locals;
  private int top;
  private Object produced = UNKNOWN;

  /** The array below an index, while nothing but the index was pushed. */
  private Object array = UNKNOWN;

  /** Where locals are free when no frame says it, or {@link #FRAMED}. */
  private final int bareFrom;

  private boolean branches;
  private boolean framed;

  /**
   * @param bareFrom the number of the method's locals when its class has lost its frames, which are
   *     then not written either; else {@link #FRAMED}
   */
  TrackedMethod(MethodVisitor code, int access, String owner, String descriptor, int bareFrom) {
    super(Opcodes.ASM9, code);
    this.bareFrom = bareFrom;
    locals = new Object[16];
    int at = 0;
    if ((access & Opcodes.ACC_STATIC) == 0) {
      at = set(at, owner);
    }
    for (Type argument : Type.getArgumentTypes(descriptor)) {
      at = set(at, frameType(argument));
    }
    top = at;
  }

  /** The first local variable that holds nothing here, and none behind it does. */
  final int free() {
    return Math.max(top, bareFrom);
  }

  /**
   * Whether it must have frames and has none so far. The JVM drops those of a class that it never
   * verifies, so that a class of the JDK that is transformed again may come without: it needs none.
   */
  final boolean hasLostFrames() {
    return branches && !framed;
  }

  /** Whether it is known to have lost its frames, so that none is written. */
  final boolean isBare() {
    return bareFrom != FRAMED;
  }

  /** It has more than one way through it. */
  final void branches() {
    branches = true;
  }

  /** The type of a local variable here, as frames spell it. */
  final Object local(int index) {
    return index < top && locals[index] != null ? locals[index] : Opcodes.TOP;
  }

  /** A local variable whose type is not known here, or -1. */
  final int unknown() {
    if (bareFrom != FRAMED) {
      return -1;
    }
    for (int i = 0; i < top; i++) {
      if (locals[i] == UNKNOWN) {
        return i;
      }
    }
    return -1;
  }

  /** Writes a frame with the locals of here, more of them behind, and at most one stack item. */
  final void writeFrame(Type[] more, Object stack) {
    if (bareFrom != FRAMED) {
      return;
    }
    Object[] types = new Object[top + more.length];
    int count = 0;
    for (int i = 0; i < top; i++) {
      types[count++] = local(i) == UNKNOWN ? Opcodes.TOP : local(i);
      i += isWide(local(i)) ? 1 : 0;
    }
    for (Type type : more) {
      types[count++] = frameType(type);
    }
    mv.visitFrame(Opcodes.F_NEW, count, types, stack == null ? 0 : 1, new Object[] {stack});
  }

  static Object frameType(Type type) {
    return switch (type.getSort()) {
      case Type.BOOLEAN, Type.CHAR, Type.BYTE, Type.SHORT, Type.INT -> Opcodes.INTEGER;
      case Type.FLOAT -> Opcodes.FLOAT;
      case Type.LONG -> Opcodes.LONG;
      case Type.DOUBLE -> Opcodes.DOUBLE;
      case Type.ARRAY -> type.getDescriptor();
      default -> type.getInternalName();
    };
  }

  private static boolean isWide(Object type) {
    return type == Opcodes.LONG || type == Opcodes.DOUBLE;
  }

  private int set(int index, Object type) {
    if (index + 2 > locals.length) {
      locals = Arrays.copyOf(locals, 2 * index + 2);
    }
    if (index > 0 && isWide(locals[index - 1])) {
      locals[index - 1] = null; // its second half is overwritten
    }
    locals[index] = type;
    int next = index + 1;
    if (isWide(type)) {
      locals[next++] = null;
    }
    return next;
  }

  @Override
  public void visitFrame(int kind, int localCount, Object[] local, int stackSize, Object[] stack) {
    framed = true;
    Arrays.fill(locals, null);
    int at = 0;
    for (int i = 0; i < localCount; i++) {
      at = set(at, local[i] == Opcodes.TOP ? null : local[i]);
    }
    top = at;
    pushed(stackSize > 0 ? stack[stackSize - 1] : UNKNOWN);
    if (bareFrom == FRAMED) {
      super.visitFrame(kind, localCount, local, stackSize, stack);
    }
  }

  @Override
  public void visitJumpInsn(int opcode, Label label) {
    branches();
    super.visitJumpInsn(opcode, label);
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    super.visitVarInsn(opcode, local);
    switch (opcode) {
      case Opcodes.ALOAD -> pushed(local(local));
      case Opcodes.ILOAD -> index();
      case Opcodes.ISTORE -> stored(local, Opcodes.INTEGER);
      case Opcodes.LSTORE -> stored(local, Opcodes.LONG);
      case Opcodes.FSTORE -> stored(local, Opcodes.FLOAT);
      case Opcodes.DSTORE -> stored(local, Opcodes.DOUBLE);
      case Opcodes.ASTORE -> stored(local, produced);
      default -> pushed(UNKNOWN);
    }
  }

  private void stored(int local, Object type) {
    top = Math.max(top, set(local, type));
    pushed(UNKNOWN);
  }

  private void pushed(Object type) {
    boolean reference = type instanceof String || type == Opcodes.NULL;
    produced = reference ? type : UNKNOWN;
    array = produced;
  }

  private void index() {
    produced = UNKNOWN;
  }

  @Override
  public void visitInsn(int opcode) {
    super.visitInsn(opcode);
    if (opcode == Opcodes.ACONST_NULL) {
      pushed(Opcodes.NULL);
    } else if (opcode >= Opcodes.ICONST_0 && opcode <= Opcodes.ICONST_5) {
      index();
    } else if (opcode == Opcodes.AALOAD) {
      pushed(element(array));
    } else if (opcode != Opcodes.DUP) {
      pushed(UNKNOWN);
    }
  }

  private static Object element(Object array) {
    if (!(array instanceof String type) || !type.startsWith("[")) {
      return UNKNOWN;
    }
    String element = type.substring(1);
    return element.startsWith("L")
        ? element.substring(1, element.length() - 1)
        : element.startsWith("[") ? element : UNKNOWN;
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    super.visitIntInsn(opcode, operand);
    pushed(UNKNOWN);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    super.visitTypeInsn(opcode, type);
    pushed(opcode == Opcodes.CHECKCAST ? type : UNKNOWN);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
    super.visitFieldInsn(opcode, owner, name, descriptor);
    boolean gets = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC;
    pushed(gets ? frameType(Type.getType(descriptor)) : UNKNOWN);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    Type returned = Type.getReturnType(descriptor);
    pushed(
        name.equals("<init>")
            ? owner
            : returned.equals(Type.VOID_TYPE) ? UNKNOWN : frameType(returned));
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    pushed(frameType(Type.getReturnType(descriptor)));
  }

  @Override
  public void visitLdcInsn(Object value) {
    super.visitLdcInsn(value);
    pushed(value instanceof String ? "java/lang/String" : UNKNOWN);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    super.visitMultiANewArrayInsn(descriptor, dimensions);
    pushed(descriptor);
  }
}
