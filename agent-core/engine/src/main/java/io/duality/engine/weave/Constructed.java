package io.duality.engine.weave;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Names what a constructor of a synchronizer's subclass has made, where it returns: there the
 * verifier knows {@code this} to be an object. A constructor that uses the place of {@code this}
 * for something else is left alone.
 */
final class Constructed extends MethodVisitor {
  static final String DESCRIPTOR = "(Ljava/lang/Object;)V";

  private final NamingClass owner;
  private boolean moved;

  Constructed(MethodVisitor code, NamingClass owner) {
    super(Opcodes.ASM9, code);
    this.owner = owner;
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    moved |= local == 0 && opcode != Opcodes.ALOAD;
    super.visitVarInsn(opcode, local);
  }

  @Override
  public void visitInsn(int opcode) {
    if (opcode == Opcodes.RETURN && !moved) {
      super.visitVarInsn(Opcodes.ALOAD, 0);
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, NamingMethod.NAMES, "constructed", DESCRIPTOR, false);
      owner.change();
    }
    super.visitInsn(opcode);
  }
}
