package io.duality.engine.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.duality.model.HookState;
import java.util.List;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;

class KnownClassesTest {
  private static final String POOL = "org/acme/pool/Pool";
  private static final int SIZE = 0;
  private static final int NAME = 1;
  private static final int NEXT = 2;

  private enum Role {
    POOL
  }

  private static KnownClass pool() {
    return KnownClass.of(
        "acme pools",
        Role.POOL,
        POOL,
        "size",
        "I",
        "name?",
        "Ljava/lang/String;",
        "next?",
        "Lorg/acme/pool/Pool;");
  }

  /** Names and descriptors of fields alternate. */
  private static byte[] bytes(String name, String parent, String... fields) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, parent, null);
    for (int i = 0; i < fields.length; i += 2) {
      writer.visitField(Opcodes.ACC_PUBLIC, fields[i], fields[i + 1], null, null);
    }
    MethodVisitor init = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    init.visitVarInsn(Opcodes.ALOAD, 0);
    init.visitMethodInsn(Opcodes.INVOKESPECIAL, parent, "<init>", "()V", false);
    init.visitInsn(Opcodes.RETURN);
    init.visitMaxs(0, 0);
    return writer.toByteArray();
  }

  private static final class Loader extends ClassLoader {
    private final KnownClasses known;

    Loader(KnownClasses known) {
      super(null);
      this.known = known;
    }

    Class<?> define(byte[] bytes, String name) {
      known.define(this, name, bytes);
      return defineClass(name.replace('/', '.'), bytes, 0, bytes.length);
    }
  }

  private static Object made(Class<?> type, int size, String name) throws Exception {
    Object pool = type.getConstructor().newInstance();
    type.getField("size").setInt(pool, size);
    if (name != null) {
      type.getField("name").set(pool, name);
    }
    return pool;
  }

  @Test
  void fields_are_read_where_the_bytes_declared_them() throws Exception {
    KnownClasses known = new KnownClasses(List.of(pool()));
    Class<?> type =
        new Loader(known)
            .define(bytes(POOL, "java/lang/Object", "size", "I", "name", string()), POOL);
    Object orders = made(type, 7, "orders");

    Shape shape = known.of(orders);
    assertTrue(shape.is(Role.POOL));
    assertEquals(7, shape.integer(orders, SIZE));
    assertEquals("orders", shape.text(orders, NAME));
    assertFalse(shape.has(NEXT), "an optional field that this version does not have");
  }

  @Test
  void relocated_copies_in_two_loaders_are_known_each_by_itself() throws Exception {
    KnownClasses known = new KnownClasses(List.of(pool()));
    String below = "com/shop/shaded/org/acme/pool/Pool";
    String instead = "com/shop/acme/pool/Pool";
    Object first =
        made(
            new Loader(known)
                .define(
                    bytes(below, "java/lang/Object", "next", "L" + below + ";", "size", "I"),
                    below),
            1,
            null);
    Object second =
        made(
            new Loader(known).define(bytes(instead, "java/lang/Object", "size", "I"), instead),
            2,
            null);

    assertEquals(1, known.of(first).integer(first, SIZE));
    assertTrue(known.of(first).has(NEXT), "the type of its field was relocated with it");
    assertEquals(2, known.of(second).integer(second, SIZE));
    assertEquals("acme pools: 2 of 2", known.states().get(0).line());
  }

  @Test
  void class_with_another_type_at_a_field_is_left_alone_and_status_says_so() throws Exception {
    KnownClasses known = new KnownClasses(List.of(pool()));
    Object pool =
        new Loader(known)
            .define(bytes(POOL, "java/lang/Object", "size", "Ljava/lang/Integer;"), POOL)
            .getConstructor()
            .newInstance();

    assertSame(Shape.UNKNOWN, known.of(pool));
    HookState state = known.states().get(0);
    assertEquals(
        "acme pools: 0 of 1, off: Pool has size of type Ljava/lang/Integer;", state.line());
  }

  @Test
  void class_without_a_field_is_left_alone_and_status_says_so() throws Exception {
    KnownClasses known = new KnownClasses(List.of(pool()));
    Object pool =
        new Loader(known)
            .define(bytes(POOL, "java/lang/Object"), POOL)
            .getConstructor()
            .newInstance();

    assertSame(Shape.UNKNOWN, known.of(pool));
    assertEquals("acme pools: 0 of 1, off: Pool has no field size", known.states().get(0).line());
  }

  @Test
  void class_of_the_same_name_whose_bytes_nobody_saw_is_not_read() throws Exception {
    KnownClasses known = new KnownClasses(List.of(pool()));
    byte[] bytes = bytes(POOL, "java/lang/Object", "size", "I");
    new Loader(known).define(bytes, POOL);
    Object unseen = made(new Loader(new KnownClasses(List.of())).define(bytes, POOL), 3, null);

    assertSame(Shape.UNKNOWN, known.of(unseen));
  }

  @Test
  void later_version_is_known_by_its_own_fields() throws Exception {
    KnownClasses known =
        new KnownClasses(List.of(pool().or("3 and later", "limit", "J", "name?", string())));
    Object pool =
        new Loader(known)
            .define(bytes(POOL, "java/lang/Object", "limit", "J", "size", "J"), POOL)
            .getConstructor()
            .newInstance();
    pool.getClass().getField("limit").setLong(pool, 9);

    assertEquals(1, known.of(pool).variant());
    assertEquals(9, known.of(pool).longInteger(pool, SIZE));
    assertEquals(0, known.of(pool).integer(pool, SIZE), "it is no int in this version");
  }

  @Test
  void subclass_is_read_only_where_the_table_says_that_its_base_is_in_use() throws Exception {
    KnownClasses exact = new KnownClasses(List.of(pool()));
    KnownClasses inherited = new KnownClasses(List.of(pool().withSubclasses()));
    String sub = "com/shop/MyPool";
    for (KnownClasses known : List.of(exact, inherited)) {
      Loader loader = new Loader(known);
      loader.define(bytes(POOL, "java/lang/Object", "size", "I"), POOL);
      Object pool = made(loader.define(bytes(sub, POOL), sub), 5, null);

      assertEquals(known == inherited, known.of(pool).is(Role.POOL));
      assertEquals(known == inherited ? 5 : 0, known.of(pool).integer(pool, SIZE));
    }
  }

  @Test
  void classes_that_end_alike_are_not_taken_for_each_other() {
    KnownClasses known = new KnownClasses(List.of(pool()));

    assertTrue(known.matches(POOL));
    assertTrue(known.matches("shaded/" + POOL));
    assertFalse(known.matches("org/acme/pool/CarPool"));
    assertFalse(known.matches("pool/Pool"));
    assertFalse(known.matches("Pool"));
    assertFalse(known.matches("acme/pool/Pool$Entry"));
  }

  private static String string() {
    return "Ljava/lang/String;";
  }
}
