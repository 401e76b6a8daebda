package io.duality.engine.weave;

import java.util.ArrayList;
import java.util.List;

/**
 * What a class file does with types that give names: which of its methods store or create one,
 * whether it extends one, and where it keeps its inner one. Reads the constants that instructions
 * point to, and no more; what it passes over needs no rewriting.
 */
final class Uses {
  private static final int INTERFACE = 0x200;
  private static final int STATIC = 0x8;
  private static final byte CLASS = 7;
  private static final byte FIELD = 9;
  private static final byte UNKNOWN = 0;
  private static final byte NO = 1;
  private static final byte YES = 2;

  private final byte[] file;
  private final OwnTypes own;
  private final int[] constants;

  /** Whether an instruction that names this constant stores or creates what gets a name. */
  private final byte[] named;

  private final List<String> inner = new ArrayList<>(0);
  private String className;
  private boolean extending;
  private boolean lockLike;
  private boolean[] methods;
  private boolean any;

  private Uses(byte[] file, OwnTypes own) {
    this.file = file;
    this.own = own;
    this.constants = new int[u2(ConstantPool.FIRST_CONSTANT - 2)];
    this.named = new byte[constants.length];
  }

  /** Reads a class file; learns its class, if it is a synchronizer. */
  static Uses of(byte[] file, OwnTypes own) {
    Uses uses = new Uses(file, own);
    uses.methods(uses.fields(uses.header(uses.constants())));
    return uses;
  }

  /** Such as {@code com/acme/Mutex}. */
  String className() {
    return className;
  }

  /** Whether there is anything to weave. */
  boolean any() {
    return any;
  }

  /** Whether the n-th method is to be woven. */
  boolean inMethod(int index) {
    return methods[index];
  }

  /** Whether it is a class that extends a synchronizer. */
  boolean extendsOne() {
    return extending;
  }

  /** The instance fields that may hold the synchronizer this class is built on. */
  List<String> inner() {
    return inner;
  }

  private int constants() {
    int at = ConstantPool.FIRST_CONSTANT;
    for (int i = 1; i < constants.length; i++) {
      constants[i] = at;
      int size = ConstantPool.size(file, at);
      if (size < 0) {
        throw new IllegalArgumentException("unknown constant " + file[at]);
      }
      i += ConstantPool.places(file, at) - 1;
      at += size;
    }
    return at;
  }

  private int header(int at) {
    boolean isInterface = (u2(at) & INTERFACE) != 0;
    className = utf8(u2(constants[u2(at + 2)] + 1));
    boolean is = u2(at + 4) != 0 && isExtended(u2(at + 4));
    int interfaces = u2(at + 6);
    int next = at + 8;
    for (int i = 0; i < interfaces; i++, next += 2) {
      is |= isExtended(u2(next));
    }
    if (is) {
      own.learn(className);
    }
    extending = is && !isInterface;
    lockLike = is || FieldTypes.isPerhapsOne(className);
    return next;
  }

  private boolean isExtended(int classConstant) {
    String name = utf8(u2(constants[classConstant] + 1));
    return FieldTypes.isExtended(name) || own.contains(name);
  }

  private int fields(int start) {
    int count = u2(start);
    int at = start + 2;
    for (int i = 0; i < count; i++) {
      int descriptor = constants[u2(at + 4)];
      if ((u2(at) & STATIC) == 0 && file[descriptor + 3] == 'L') {
        String type = utf8(u2(at + 4));
        if (isInner(type.substring(1, type.length() - 1))) {
          inner.add(utf8(u2(at + 2)));
        }
      }
      at = behindAttributes(at + 6);
    }
    return at;
  }

  /** A class that looks like a lock is built on what is nested in it; any other on what says so. */
  private boolean isInner(String type) {
    if (type.startsWith(className + "$")) {
      return lockLike || own.contains(type) || FieldTypes.isPerhapsOne(type);
    }
    return (type.endsWith("Sync") || type.endsWith("Synchronizer"))
        && (own.contains(type) || FieldTypes.isPerhapsOne(type));
  }

  private void methods(int start) {
    int count = u2(start);
    methods = new boolean[count];
    int at = start + 2;
    for (int i = 0; i < count; i++) {
      boolean constructor = extending && is(u2(at + 2), "<init>");
      int attributes = u2(at + 6);
      int next = at + 8;
      for (int a = 0; a < attributes; a++) {
        if (is(u2(next), "Code")) {
          methods[i] = constructor || uses(next + 14, u4(next + 10));
          any |= methods[i];
        }
        next += 6 + u4(next + 2);
      }
      at = next;
    }
  }

  private boolean uses(int start, int length) {
    int end = start + length;
    for (int at = start; at < end; at += Instructions.size(file, at, start)) {
      switch (file[at] & 0xff) {
        case Instructions.PUTFIELD, Instructions.PUTSTATIC -> {
          if (isNamed(u2(at + 1))) {
            return true;
          }
        }
        case Instructions.NEW, Instructions.INVOKESTATIC, Instructions.INVOKEVIRTUAL -> {
          if (isNamed(u2(at + 1))) {
            return true;
          }
        }
        default -> {
          // neither stores nor creates
        }
      }
    }
    return false;
  }

  private boolean isNamed(int constant) {
    byte known = named[constant];
    if (known == UNKNOWN) {
      known = decide(constants[constant]) ? YES : NO;
      named[constant] = known;
    }
    return known == YES;
  }

  /** A class that is created, a field that is stored, or a method that is called. */
  private boolean decide(int at) {
    if (file[at] == CLASS) {
      String created = utf8(u2(at + 1));
      return FieldTypes.isCreated(created) || isPerhapsOne(created);
    }
    int nameAndType = constants[u2(at + 3)];
    if (file[at] == FIELD) {
      String descriptor = utf8(u2(nameAndType + 3));
      return descriptor.charAt(0) == 'L'
          && (FieldTypes.isStored(descriptor)
              || isPerhapsOne(descriptor.substring(1, descriptor.length() - 1)));
    }
    byte first = file[constants[u2(nameAndType + 1)] + 3];
    return (first == 'n' || first == 'r')
        && Creators.is(utf8(u2(constants[u2(at + 1)] + 1)), utf8(u2(nameAndType + 1)));
  }

  /** Pools of other packages are pools of objects more often than of threads. */
  private boolean isPerhapsOne(String type) {
    return own.contains(type)
        || (FieldTypes.isPerhapsOne(type) && (!type.endsWith("Pool") || isNear(type)));
  }

  private boolean isNear(String type) {
    int end = className.lastIndexOf('/') + 1;
    return type.lastIndexOf('/') + 1 == end && type.startsWith(className.substring(0, end));
  }

  private int behindAttributes(int start) {
    int count = u2(start);
    int at = start + 2;
    for (int i = 0; i < count; i++) {
      at += 6 + u4(at + 2);
    }
    return at;
  }

  private boolean is(int constant, String text) {
    int at = constants[constant];
    int length = u2(at + 1);
    if (length != text.length()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (file[at + 3 + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private String utf8(int constant) {
    int at = constants[constant];
    return ConstantPool.text(file, at + 3, u2(at + 1));
  }

  private int u2(int at) {
    return ConstantPool.unsignedShort(file, at);
  }

  private int u4(int at) {
    return u2(at) << 16 | u2(at + 2);
  }
}
