package io.duality.engine.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassSamplesTest {
  private final ClassSamples classes = new ClassSamples(new ContextHistory(16));

  private void defined(String name, String loader, long id) {
    Sample.Key key = new Sample.Key(ClassSamples.METADATA, 7, 1);
    classes.add(name, loader, id, new Sample(key, "http-1", 0, "a.B.c:1", null, 1, 1));
  }

  @Test
  void generated_classes_of_one_kind_have_one_pattern() {
    assertEquals("jdk.proxy*.$Proxy*", ClassSamples.pattern("jdk/proxy2/$Proxy26"));
    assertEquals(
        "com.acme.Order$ByteBuddy$*", ClassSamples.pattern("com/acme/Order$ByteBuddy$8fY3kLmQ"));
    assertEquals("a.Foo$$Lambda*", ClassSamples.pattern("a/Foo$$Lambda$14+0x0000000800c03000"));
    assertEquals("a.Foo*", ClassSamples.pattern("a.Foo.0x0000000800c03000"));
    assertEquals(
        "a.Bean$$EnhancerByCGLIB$$*", ClassSamples.pattern("a.Bean$$EnhancerByCGLIB$$ab12cd"));
    assertEquals("a.Bean$$SpringCGLIB$$*", ClassSamples.pattern("a.Bean$$SpringCGLIB$$0"));
    assertEquals("com.acme.Plugin", ClassSamples.pattern("com.acme.Plugin"));
  }

  @Test
  void what_most_classes_are_is_told_with_their_loaders() {
    for (int i = 0; i < 8; i++) {
      defined("$Proxy" + i, "com.acme.PluginLoader", i);
    }
    defined("com.acme.Late", "app", 99);
    ClassSamples.Seen most = classes.most();
    assertEquals(new ClassSamples.Seen("$Proxy*", 8, 9, "com.acme.PluginLoader", 8), most);
    assertEquals(9, classes.samples().size());
  }

  @Test
  void classes_of_many_kinds_have_nothing_in_common() {
    for (String name : List.of("a.A", "b.B", "c.C", "d.D", "e.E")) {
      defined(name, "app", 1);
    }
    assertNull(classes.most());
  }

  @Test
  void who_makes_a_class_is_neither_its_loader_nor_the_library() {
    List<StackTraceElement> stack =
        List.of(
            new StackTraceElement("java.lang.ClassLoader", "defineClass1", null, -2),
            new StackTraceElement("com.acme.PluginLoader", "findClass", null, 31),
            new StackTraceElement("java.lang.ClassLoader", "loadClass", null, 520),
            new StackTraceElement("net.bytebuddy.dynamic.DynamicType", "make", null, 4),
            new StackTraceElement("com.acme.Plugins", "open", null, 12),
            new StackTraceElement("com.acme.Server", "handle", null, 99));
    assertEquals("com.acme.Plugins.open:12", Makers.of(stack, "com.acme.PluginLoader"));
    assertEquals("com.acme.PluginLoader.findClass:31", Makers.of(stack.subList(0, 3), null));
  }
}
