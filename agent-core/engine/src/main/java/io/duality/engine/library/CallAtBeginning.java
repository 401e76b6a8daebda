package io.duality.engine.library;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Calls a static method at the beginning of a method, with as many of its first locals as that one
 * takes: {@code this}, unless it is static, and arguments, all of them references.
 */
public final class CallAtBeginning extends MethodVisitor {
  private final String owner;
  private final String name;
  private final String descriptor;
  private final int locals;

  /**
   * @param owner such as {@code io/duality/boot/Hooks}
   * @param descriptor takes references only and returns nothing
   */
  public CallAtBeginning(MethodVisitor next, String owner, String name, String descriptor) {
    super(Opcodes.ASM9, next);
    this.owner = owner;
    this.name = name;
    this.descriptor = descriptor;
    this.locals = Type.getArgumentTypes(descriptor).length;
  }

  @Override
  public void visitCode() {
    super.visitCode();
    for (int i = 0; i < locals; i++) {
      super.visitVarInsn(Opcodes.ALOAD, i);
    }
    super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(Math.max(maxStack, locals), maxLocals);
  }
}
