package io.duality.engine.weave;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Weaves the methods of one class of the application; header, fields and frames stay. */
final class NamingClass extends ClassVisitor {
  private String className;
  private boolean hasFrames;
  private boolean changed;

  NamingClass(ClassVisitor next) {
    super(Opcodes.ASM9, next);
  }

  boolean changed() {
    return changed;
  }

  void change() {
    changed = true;
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    className = name.replace('/', '.');
    hasFrames = (version & 0xffff) > Opcodes.V1_6;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor code = super.visitMethod(access, name, descriptor, signature, exceptions);
    return code == null ? null : new NamingMethod(code, this, className, name, hasFrames);
  }
}
