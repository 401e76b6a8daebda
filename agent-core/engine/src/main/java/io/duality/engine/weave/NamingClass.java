package io.duality.engine.weave;

import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Weaves the methods of one class of the application; header, fields and frames stay. */
final class NamingClass extends ClassVisitor {
  private final Uses uses;
  private final OwnTypes own;
  private String className;
  private boolean hasFrames;
  private boolean changed;
  private int method;

  NamingClass(ClassVisitor next, Uses uses, OwnTypes own) {
    super(Opcodes.ASM9, next);
    this.uses = uses;
    this.own = own;
  }

  OwnTypes own() {
    return own;
  }

  String className() {
    return className;
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
    // What is not wrapped is copied as it is, byte by byte.
    if (code == null || !uses.inMethod(method++)) {
      return code;
    }
    NamingMethod naming = new NamingMethod(code, this, name, hasFrames);
    return uses.extendsOne() && name.equals("<init>") ? new Constructed(naming, this) : naming;
  }
}
