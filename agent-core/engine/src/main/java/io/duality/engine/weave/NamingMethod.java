package io.duality.engine.weave;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * In front of a store to a field of a known type, names the value after the field; behind a
 * constructor call whose object is not stored at once, after the place. Uses only what lies on top
 * of the stack, so that it is valid in constructors, static initialisers and lambda bodies alike.
 */
final class NamingMethod extends MethodVisitor {
  static final String NAMES = "io/duality/boot/Names";
  static final String DESCRIPTOR = "(Ljava/lang/Object;Ljava/lang/String;)V";

  private final NamingClass owner;
  private final String methodName;
  private final Creations creations;
  private int line;

  /** The label of the next instruction, by which frames know an object that it creates. */
  private Label label;

  /** The name of an object that was just created and may be stored by the next instruction. */
  private String created;

  /** Whether that object is certainly one that gets a name; else it is asked when it is there. */
  private boolean certain;

  /** The instruction before has made an object of which only the following cast tells the type. */
  private boolean reflected;

  NamingMethod(MethodVisitor code, NamingClass owner, String methodName, boolean hasFrames) {
    super(Opcodes.ASM9, code);
    this.owner = owner;
    this.methodName = methodName;
    this.creations = new Creations(hasFrames);
  }

  private void name(String hook, String name) {
    super.visitInsn(Opcodes.DUP);
    super.visitLdcInsn(name);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, NAMES, hook, DESCRIPTOR, false);
    owner.change();
  }

  /** In front of everything: what was created by the instruction before is named now. */
  private void next(int opcode) {
    flush();
    creations.instruction(opcode);
  }

  private void flush() {
    label = null;
    reflected = false;
    if (created != null) {
      String name = created;
      created = null;
      name(certain ? "created" : "createdPerhaps", name);
    }
  }

  private void creates(String type, int at, boolean isOne) {
    certain = isOne;
    created =
        type.substring(type.lastIndexOf('/') + 1)
            + " created at "
            + owner.className()
            + "."
            + methodName
            + (at > 0 ? ":" + at : "");
  }

  private boolean isPerhapsOne(String type) {
    return owner.own().contains(type) || FieldTypes.isPerhapsOne(type);
  }

  /** The hook for a value that is about to be stored, or null for none. */
  private String store(String descriptor) {
    if (FieldTypes.isStored(descriptor)) {
      return "stored";
    }
    if (created != null) {
      return certain ? "stored" : "storedPerhaps"; // whatever type the field has
    }
    return descriptor.charAt(0) == 'L'
            && isPerhapsOne(descriptor.substring(1, descriptor.length() - 1))
        ? "storedPerhaps"
        : null;
  }

  @Override
  public void visitFieldInsn(int opcode, String type, String name, String descriptor) {
    boolean store = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
    String hook = store ? store(descriptor) : null;
    if (hook != null) {
      created = null; // the field's name is better
      reflected = false;
      label = null;
      creations.instruction(opcode);
      name(hook, type.replace('/', '.') + "." + name);
    } else {
      next(opcode);
    }
    super.visitFieldInsn(opcode, type, name, descriptor);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    Label here = label;
    boolean made = reflected && opcode == Opcodes.CHECKCAST;
    flush();
    if (opcode == Opcodes.NEW) {
      creations.creates(type, here, line);
    } else {
      creations.instruction(opcode);
    }
    super.visitTypeInsn(opcode, type);
    if (made && (FieldTypes.isCreated(type) || isPerhapsOne(type))) {
      creates(type, line, FieldTypes.isCreated(type));
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String type, String name, String descriptor, boolean isInterface) {
    flush();
    int at = -1;
    if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>")) {
      at = creations.constructed(type);
    } else {
      creations.instruction(opcode);
    }
    super.visitMethodInsn(opcode, type, name, descriptor, isInterface);
    if (at >= 0 && (FieldTypes.isCreated(type) || isPerhapsOne(type))) {
      creates(type, at, FieldTypes.isCreated(type));
    } else if (opcode == Opcodes.INVOKESTATIC && Creators.makesPool(type, name)) {
      creates(Type.getReturnType(descriptor).getInternalName(), line, true);
    } else {
      reflected = opcode == Opcodes.INVOKEVIRTUAL && Creators.reflects(type, name);
    }
  }

  @Override
  public void visitInsn(int opcode) {
    next(opcode);
    super.visitInsn(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    next(opcode);
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int local) {
    next(opcode);
    super.visitVarInsn(opcode, local);
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    next(Opcodes.INVOKEDYNAMIC);
    super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label target) {
    flush();
    creations.jump();
    super.visitJumpInsn(opcode, target);
  }

  @Override
  public void visitLabel(Label label) {
    flush(); // something may jump here with another object on the stack
    this.label = label;
    super.visitLabel(label);
  }

  @Override
  public void visitFrame(int type, int locals, Object[] local, int stackSize, Object[] stack) {
    creations.frame(stackSize, stack);
    super.visitFrame(type, locals, local, stackSize, stack);
  }

  @Override
  public void visitLdcInsn(Object value) {
    next(Opcodes.LDC);
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int local, int increment) {
    next(Opcodes.IINC);
    super.visitIincInsn(local, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label other, Label... labels) {
    flush();
    creations.jump();
    super.visitTableSwitchInsn(min, max, other, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label other, int[] keys, Label[] labels) {
    flush();
    creations.jump();
    super.visitLookupSwitchInsn(other, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    next(Opcodes.MULTIANEWARRAY);
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
    super.visitLineNumber(number, start);
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    super.visitMaxs(maxStack + 2, maxLocals); // the copy and its name
  }
}
