package io.duality.engine.weave;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** The calls of hooks in a woven class, and a class loader in which all of them fail. */
final class HookCalls {
  private HookCalls() {}

  /**
   * One call.
   *
   * @param method name and descriptor of where it is
   * @param hook the hook's name
   * @param guarded whether the first handler that covers it swallows everything
   */
  record Site(String method, String hook, boolean guarded) {}

  private record Handler(Label from, Label to, Label handler, String type) {}

  private record Found(int position, String hook) {}

  static List<Site> in(byte[] woven) {
    List<Site> sites = new ArrayList<>();
    new ClassReader(woven)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new Method(name + descriptor, sites);
              }
            },
            ClassReader.SKIP_DEBUG);
    return sites;
  }

  /** Instructions get running numbers; a handler swallows when it begins with a pop. */
  private static final class Method extends MethodVisitor {
    private final String method;
    private final List<Site> sites;
    private final List<Handler> handlers = new ArrayList<>();
    private final Map<Label, Integer> positions = new HashMap<>();
    private final Set<Integer> pops = new HashSet<>();
    private final List<Found> found = new ArrayList<>();
    private int position;

    Method(String method, List<Site> sites) {
      super(Opcodes.ASM9);
      this.method = method;
      this.sites = sites;
    }

    @Override
    public void visitTryCatchBlock(Label from, Label to, Label handler, String type) {
      handlers.add(new Handler(from, to, handler, type));
    }

    @Override
    public void visitLabel(Label label) {
      positions.put(label, position);
    }

    @Override
    public void visitInsn(int opcode) {
      if (opcode == Opcodes.POP) {
        pops.add(position);
      }
      position++;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.startsWith("io/duality/boot/")) {
        found.add(new Found(position, name));
      }
      position++;
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
      position++;
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
      position++;
    }

    @Override
    public void visitEnd() {
      for (Found call : found) {
        boolean guarded = false;
        for (Handler handler : handlers) {
          if (positions.get(handler.from) <= call.position
              && call.position < positions.get(handler.to)) {
            guarded =
                "java/lang/Throwable".equals(handler.type)
                    && pops.contains(positions.get(handler.handler));
            break;
          }
        }
        sites.add(new Site(method, call.hook, guarded));
      }
    }
  }

  /** Defines a woven class in a loader whose hooks throw a stack overflow, as at a stack's end. */
  static Class<?> loadBesideFailingHooks(byte[] woven) throws ReflectiveOperationException {
    String name = new ClassReader(woven).getClassName().replace('/', '.');
    byte[] hooks = failingHooks(woven);
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          protected Class<?> findClass(String wanted) throws ClassNotFoundException {
            byte[] bytes = wanted.equals(name) ? withConstructor(woven) : hooks;
            if (bytes == hooks && !wanted.equals(Exit.HOOKS.replace('/', '.'))) {
              throw new ClassNotFoundException(wanted);
            }
            return defineClass(wanted, bytes, 0, bytes.length);
          }
        };
    return Class.forName(name, true, loader);
  }

  /** How many hooks have failed in the loader of this class. */
  static int failed(Class<?> type) throws ReflectiveOperationException {
    Class<?> hooks = Class.forName(Exit.HOOKS.replace('/', '.'), true, type.getClassLoader());
    return hooks.getField("failed").getInt(null);
  }

  private static byte[] withConstructor(byte[] woven) {
    ClassReader reader = new ClassReader(woven);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(writer, 0);
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitCode();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(1, 1);
    code.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] failingHooks(byte[] woven) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, Exit.HOOKS, null, "java/lang/Object", null);
    writer
        .visitField(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "failed", "I", null, null)
        .visitEnd();
    Set<String> hooks = new HashSet<>();
    new ClassReader(woven)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String type, boolean isInterface) {
                    if (owner.equals(Exit.HOOKS) && hooks.add(called + type)) {
                      fail(writer, called, type);
                    }
                  }
                };
              }
            },
            0);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static void fail(ClassWriter writer, String name, String descriptor) {
    String error = "java/lang/StackOverflowError";
    MethodVisitor code =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, descriptor, null, null);
    code.visitCode();
    code.visitFieldInsn(Opcodes.GETSTATIC, Exit.HOOKS, "failed", "I");
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IADD);
    code.visitFieldInsn(Opcodes.PUTSTATIC, Exit.HOOKS, "failed", "I");
    code.visitTypeInsn(Opcodes.NEW, error);
    code.visitInsn(Opcodes.DUP);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, error, "<init>", "()V", false);
    code.visitInsn(Opcodes.ATHROW);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
