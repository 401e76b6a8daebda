package io.duality.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ConstantDynamic;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

/** What runs inside a lock must not need a lock, and must not need what is not there. */
class BootLawTest {
  private static List<byte[]> classes() throws IOException, URISyntaxException {
    Path root = Path.of(Hooks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(root)) {
      List<byte[]> found = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        found.add(Files.readAllBytes(file));
      }
      return found;
    }
  }

  @Test
  void no_boot_class_locks_or_needs_a_bootstrap_method() throws Exception {
    List<String> broken = new ArrayList<>();
    for (byte[] file : classes()) {
      new ClassReader(file).accept(new Law(broken), ClassReader.SKIP_DEBUG);
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void boot_classes_name_only_the_jdk_and_each_other() throws Exception {
    TreeSet<String> broken = new TreeSet<>();
    int seen = 0;
    for (byte[] file : classes()) {
      ClassReader reader = new ClassReader(file);
      seen++;
      for (String type : typesOf(reader)) {
        if (!allowed(reader.getClassName(), type)) {
          broken.add(reader.getClassName() + " names " + type);
        }
      }
    }
    assertTrue(seen > 15, "found only " + seen + " boot classes");
    assertEquals(List.of(), List.copyOf(broken));
  }

  private static boolean allowed(String owner, String type) {
    boolean event = owner.startsWith("io/duality/boot/event/");
    if (type.startsWith("java/util/concurrent/locks/") || type.contains("Logger")) {
      return false;
    }
    if (type.startsWith("jdk/jfr/") || type.startsWith("io/duality/boot/event/")) {
      return event;
    }
    return type.startsWith("java/lang/")
        || type.startsWith("java/util/")
        || type.equals("java/security/ProtectionDomain") // of Unsafe.defineClass
        || type.startsWith("jdk/internal/misc/")
        || type.startsWith("io/duality/boot/");
  }

  /** Every type in descriptors and class constants of the pool. */
  private static List<String> typesOf(ClassReader reader) {
    List<String> types = new ArrayList<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at == 0) {
        continue;
      }
      int tag = reader.readByte(at - 1);
      if (tag == 7) {
        add(reader.readUTF8(at, buffer), types);
      } else if (tag == 12) {
        add(reader.readUTF8(at + 2, buffer), types);
      }
    }
    return types;
  }

  private static void add(String text, List<String> types) {
    if (text.indexOf(';') < 0) {
      if (text.indexOf('(') < 0 && text.indexOf('/') > 0) {
        types.add(text);
      }
      return;
    }
    for (int from = text.indexOf('L'); from >= 0; from = text.indexOf('L', from)) {
      int end = text.indexOf(';', from);
      types.add(text.substring(from + 1, end));
      from = end;
    }
  }

  private static final class Law extends ClassVisitor {
    private final List<String> broken;
    private String owner;

    Law(List<String> broken) {
      super(Opcodes.ASM9);
      this.broken = broken;
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String parent, String[] ifs) {
      owner = name;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      String place = owner + "." + name;
      if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
        broken.add(place + " is synchronized");
      }
      return new MethodVisitor(Opcodes.ASM9) {
        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.MONITORENTER) {
            broken.add(place + " enters a monitor");
          }
        }

        @Override
        public void visitInvokeDynamicInsn(
            String called, String type, Handle bootstrap, Object... arguments) {
          broken.add(place + " has an invokedynamic of " + bootstrap.getOwner());
        }

        @Override
        public void visitLdcInsn(Object value) {
          if (value instanceof ConstantDynamic) {
            broken.add(place + " has a dynamic constant");
          }
        }

        @Override
        public void visitMethodInsn(
            int opcode, String type, String called, String descriptor, boolean isInterface) {
          boolean waits =
              type.equals("java/lang/Object")
                  && (called.startsWith("notify") || called.equals("wait"));
          if (waits || (type.equals("java/lang/Thread") && called.equals("sleep"))) {
            broken.add(place + " calls " + called);
          }
          if (type.equals("java/lang/StringBuilder") || type.equals("java/lang/StringBuffer")) {
            broken.add(place + " concatenates");
          }
        }
      };
    }
  }
}
