package io.duality.hosts;

import io.duality.harness.AgentJvm;
import io.duality.harness.Jdk;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * A JDK that nobody has: classes of {@code java.base} as a later update might bring them, made from
 * the real ones and put in front of them by {@code --patch-module}.
 */
final class PatchedJdk {
  static final String LOCKS = "java/util/concurrent/locks/";
  static final String SYNCHRONIZER = LOCKS + "AbstractQueuedSynchronizer";

  /** A number that is the address of no object. */
  private static final int NO_REFERENCE = 0x1234_5671;

  private final Path patches;
  private final FileSystem modules;

  private PatchedJdk(Path patches, FileSystem modules) {
    this.patches = patches;
    this.modules = modules;
  }

  /** What is done to a JDK. */
  interface Change {
    void to(PatchedJdk jdk) throws IOException;
  }

  /** Runs that JVM on a changed JDK. */
  static AgentJvm under(AgentJvm jvm, Jdk jdk, Change change) throws IOException {
    Path patches = Files.createDirectory(jvm.directory().resolve("patches"));
    try (FileSystem modules =
        FileSystems.newFileSystem(
            URI.create("jrt:/"), Map.of("java.home", jdk.home().toString()))) {
      change.to(new PatchedJdk(patches, modules));
    }
    return jvm.options("--patch-module", "java.base=" + patches);
  }

  /** Makes a visitor in front of the one that writes the class. */
  interface Patch {
    ClassVisitor before(ClassVisitor writer);
  }

  /** Changes one class. */
  void patch(String internalName, Patch patch) throws IOException {
    Path original = modules.getPath("/modules/java.base/" + internalName + ".class");
    ClassReader reader = new ClassReader(Files.readAllBytes(original));
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(patch.before(writer), 0);
    Path patched = patches.resolve(internalName + ".class");
    Files.createDirectories(patched.getParent());
    Files.write(patched, writer.toByteArray());
  }

  /** Changes every class of a package. */
  void patchAll(String packageName, Patch patch) throws IOException {
    List<String> names;
    Path home = modules.getPath("/modules/java.base/" + packageName);
    try (Stream<Path> files = Files.list(home)) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    for (String name : names) {
      if (name.endsWith(".class") && !name.equals("package-info.class")) {
        patch(packageName + "/" + name.substring(0, name.length() - ".class".length()), patch);
      }
    }
  }

  /** A method has another name, for its callers in the class too. */
  static Patch renamed(String name, String descriptor, String to) {
    return writer ->
        new ClassVisitor(Opcodes.ASM9, writer) {
          private String now(String each, String type) {
            return each.equals(name) && type.equals(descriptor) ? to : each;
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String each, String type, String signature, String[] exceptions) {
            return new MethodVisitor(
                Opcodes.ASM9,
                super.visitMethod(access, now(each, type), type, signature, exceptions)) {
              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String called, String with, boolean isInterface) {
                super.visitMethodInsn(opcode, owner, now(called, with), with, isInterface);
              }
            };
          }
        };
  }

  /** A method has this code in front of its own. */
  static Patch begun(String name, String descriptor, Beginning beginning) {
    return writer ->
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String each, String type, String signature, String[] exceptions) {
            MethodVisitor code = super.visitMethod(access, each, type, signature, exceptions);
            boolean instance = (access & Opcodes.ACC_STATIC) == 0 && !each.equals("<init>");
            boolean its = name == null || (each.equals(name) && type.equals(descriptor));
            if (!instance || !its) {
              return code;
            }
            return new MethodVisitor(Opcodes.ASM9, code) {
              @Override
              public void visitCode() {
                super.visitCode();
                beginning.write(mv);
              }

              @Override
              public void visitMaxs(int stack, int locals) {
                super.visitMaxs(Math.max(stack, 10), locals);
              }
            };
          }
        };
  }

  /** Writes the first instructions of a method; they leave the stack as it was. */
  interface Beginning {
    void write(MethodVisitor code);
  }

  /** A short park of the object, as if the JDK had learnt to wait once more. */
  static void parks(MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.LCONST_1);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, LOCKS + "LockSupport", "parkNanos", "(Ljava/lang/Object;J)V", false);
  }

  /** Asks the handler of a dying thread once more. */
  static void asksHandler(MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/Thread",
        "getUncaughtExceptionHandler",
        "()Ljava/lang/Thread$UncaughtExceptionHandler;",
        false);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        "java/lang/Thread$UncaughtExceptionHandler",
        "uncaughtException",
        "(Ljava/lang/Thread;Ljava/lang/Throwable;)V",
        true);
  }

  /** Writes the local variable that holds {@code this}, to no effect. */
  static void writesThis(MethodVisitor code) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitVarInsn(Opcodes.ASTORE, 0);
  }

  /**
   * The first parameter is of type Object; callers in the class say so, and the method casts it.
   */
  static Patch widened(String name, String descriptor, String parameter) {
    String now = descriptor.replace("(L" + parameter + ";", "(Ljava/lang/Object;");
    return writer ->
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String each, String type, String signature, String[] exceptions) {
            boolean its = each.equals(name) && type.equals(descriptor);
            return new MethodVisitor(
                Opcodes.ASM9,
                super.visitMethod(access, each, its ? now : type, signature, exceptions)) {
              @Override
              public void visitCode() {
                super.visitCode();
                if (its) {
                  super.visitVarInsn(Opcodes.ALOAD, 1);
                  super.visitTypeInsn(Opcodes.CHECKCAST, parameter);
                  super.visitVarInsn(Opcodes.ASTORE, 1);
                }
              }

              @Override
              public void visitMethodInsn(
                  int opcode, String owner, String called, String with, boolean isInterface) {
                boolean calls = called.equals(name) && with.equals(descriptor);
                super.visitMethodInsn(opcode, owner, called, calls ? now : with, isInterface);
              }
            };
          }
        };
  }

  /**
   * The slow path of synchronizers moves to another method; what is left of it calls that one, and
   * has its parks where they are never reached.
   */
  static Patch slowPathMoved(String descriptor) {
    return writer ->
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String each, String type, String signature, String[] exceptions) {
            boolean its = each.equals("acquire") && type.equals(descriptor);
            return super.visitMethod(
                access, its ? "acquireSlowly" : each, type, signature, exceptions);
          }

          @Override
          public void visitEnd() {
            MethodVisitor code =
                super.visitMethod(Opcodes.ACC_FINAL, "acquire", descriptor, null, null);
            code.visitCode();
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitVarInsn(Opcodes.ALOAD, 1);
            for (int flag = 2; flag <= 5; flag++) {
              code.visitVarInsn(Opcodes.ILOAD, flag);
            }
            code.visitVarInsn(Opcodes.LLOAD, 6);
            code.visitMethodInsn(
                Opcodes.INVOKEVIRTUAL, SYNCHRONIZER, "acquireSlowly", descriptor, false);
            code.visitInsn(Opcodes.IRETURN);
            code.visitFrame(Opcodes.F_SAME, 0, null, 0, null); // retransformed, it is verified
            code.visitVarInsn(Opcodes.ALOAD, 0);
            code.visitMethodInsn(
                Opcodes.INVOKESTATIC,
                LOCKS + "LockSupport",
                "park",
                "(Ljava/lang/Object;)V",
                false);
            parks(code);
            code.visitInsn(Opcodes.ICONST_0);
            code.visitInsn(Opcodes.IRETURN);
            code.visitMaxs(8, 8);
            code.visitEnd();
            super.visitEnd();
          }
        };
  }

  /** A field has another name in the class that declares it, and a number takes its place. */
  static Patch displaced(String field, String to) {
    return writer ->
        new ClassVisitor(Opcodes.ASM9, writer) {
          private String owner;

          @Override
          public void visit(
              int version, int access, String name, String signature, String base, String[] faces) {
            owner = name;
            super.visit(version, access, name, signature, base, faces);
          }

          @Override
          public FieldVisitor visitField(
              int access, String each, String type, String signature, Object value) {
            if (each.equals(field)) {
              super.visitField(Opcodes.ACC_PRIVATE, field, "I", null, null).visitEnd();
            }
            return super.visitField(access, each.equals(field) ? to : each, type, signature, value);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String each, String type, String signature, String[] exceptions) {
            return new MethodVisitor(
                Opcodes.ASM9, super.visitMethod(access, each, type, signature, exceptions)) {
              @Override
              public void visitFieldInsn(int opcode, String on, String named, String with) {
                super.visitFieldInsn(opcode, on, named.equals(field) ? to : named, with);
              }

              @Override
              public void visitMethodInsn(
                  int opcode, String on, String called, String with, boolean isInterface) {
                super.visitMethodInsn(opcode, on, called, with, isInterface);
                if (each.equals("<init>") && called.equals("<init>") && !begun) {
                  begun = true;
                  super.visitVarInsn(Opcodes.ALOAD, 0);
                  super.visitLdcInsn(NO_REFERENCE);
                  super.visitFieldInsn(Opcodes.PUTFIELD, owner, field, "I");
                }
              }

              @Override
              public void visitMaxs(int stack, int locals) {
                super.visitMaxs(Math.max(stack, 3), locals);
              }

              private boolean begun;
            };
          }
        };
  }
}
