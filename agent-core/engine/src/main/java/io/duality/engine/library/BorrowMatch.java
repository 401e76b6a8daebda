package io.duality.engine.library;

import io.duality.engine.library.BorrowPlan.Point;
import io.duality.engine.library.BorrowPlan.Value;
import java.util.HashMap;
import java.util.Map;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** Which methods of a class are those that a plan speaks of. */
final class BorrowMatch extends ClassVisitor {
  private final BorrowPlan plan;
  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, Point> points = new HashMap<>();
  private final Map<Point, Integer> counts = new HashMap<>();
  private String written;

  private BorrowMatch(BorrowPlan plan) {
    super(Opcodes.ASM9);
    this.plan = plan;
  }

  static BorrowMatch of(BorrowPlan plan, byte[] bytes) {
    BorrowMatch match = new BorrowMatch(plan);
    new ClassReader(bytes).accept(match, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return match;
  }

  /** What is to be written into this method, or null. */
  Point point(String method, String descriptor) {
    return points.get(method + descriptor);
  }

  /** Whether it is a numbered class that happens to have the number of the one that is meant. */
  boolean isOther() {
    return counts.isEmpty() && Character.isDigit(plan.className().charAt(lastLetter()));
  }

  private int lastLetter() {
    return plan.className().length() - 1;
  }

  /** What is not as expected, or null. */
  String mismatch() {
    if (written != null) {
      return written;
    }
    for (Point point : plan.methods()) {
      if (!counts.containsKey(point)) {
        return "expected " + point.method() + " as known, found none";
      }
      for (Value value : values(point)) {
        if (value instanceof Value.Field field) {
          String descriptor = fields.get(field.name());
          if (descriptor == null || !NameTails.sameType(field.descriptor(), descriptor)) {
            return "expected field " + field.name() + ", found " + descriptor;
          }
        }
      }
    }
    return null;
  }

  private static Value[] values(Point point) {
    return new Value[] {
      point.taken(),
      point.given(),
      point.pool(),
      point.waiting() == null ? null : point.waiting().part()
    };
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    if ((access & Opcodes.ACC_STATIC) == 0) {
      fields.put(name, descriptor);
    }
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] thrown) {
    int not =
        Opcodes.ACC_STATIC | Opcodes.ACC_ABSTRACT | Opcodes.ACC_BRIDGE | Opcodes.ACC_SYNTHETIC;
    if ((access & not) != 0) {
      return null;
    }
    for (Point point : plan.methods()) {
      if (point.method().equals(name) && has(point, descriptor)) {
        if (point.waiting() == null || point.waiting().calls().isEmpty()) {
          found(point, name, descriptor);
        } else {
          return new Waits(point, name, descriptor);
        }
      }
    }
    return null;
  }

  private void found(Point point, String name, String descriptor) {
    points.put(name + descriptor, point);
    counts.merge(point, 1, Integer::sum);
  }

  private static boolean has(Point point, String descriptor) {
    Type[] arguments = Type.getArgumentTypes(descriptor);
    for (Value value : values(point)) {
      if (value instanceof Value.Argument argument
          && (argument.index() >= arguments.length || !isObject(arguments[argument.index()]))) {
        return false;
      }
    }
    if (point.taken() != null && !isObject(Type.getReturnType(descriptor))) {
      return false;
    }
    int millis = point.waiting() == null ? -1 : point.waiting().millis();
    return millis < 0 || (millis < arguments.length && arguments[millis].equals(Type.LONG_TYPE));
  }

  private static boolean isObject(Type type) {
    return type.getSort() == Type.OBJECT;
  }

  /** Finds out whether a method waits, and whether it keeps what the hooks read. */
  private final class Waits extends MethodVisitor {
    private final Point point;
    private final String name;
    private final String descriptor;
    private int highest = -1;
    private boolean waits;

    Waits(Point point, String name, String descriptor) {
      super(Opcodes.ASM9);
      this.point = point;
      this.name = name;
      this.descriptor = descriptor;
      if (point.waiting().part() instanceof Value.Argument argument) {
        highest = argument.index();
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String type, String called, String calledType, boolean isInterface) {
      if (!waits && BorrowMethod.isWait(point.waiting(), type, called, calledType)) {
        waits = true;
        found(point, name, descriptor);
      }
    }

    @Override
    public void visitVarInsn(int opcode, int local) {
      boolean stores = opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
      if (stores && (local == 0 || (highest >= 0 && local == highest + 1))) {
        written = "expected that " + name + " keeps its argument " + local;
      }
    }
  }
}
