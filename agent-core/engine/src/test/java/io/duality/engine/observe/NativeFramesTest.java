package io.duality.engine.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.duality.model.ResourceKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Which waits the stacks of both JDKs tell: a native method on top, its caller below. */
class NativeFramesTest {
  @Test
  void look_up_of_a_host_name_that_hangs_is_a_wait_for_dns() {
    assertEquals(
        new NativeFrames(ResourceKind.SOCKET, "look-up", "dns"),
        of(
            "java.net.Inet6AddressImpl.lookupAllHostAddr",
            "java.net.Inet6AddressImpl.lookupAllHostAddr",
            "java.net.InetAddress.getByName",
            "com.acme.Orders.call"));
  }

  @Test
  void operation_of_a_socket_is_told_by_its_method() {
    assertEquals(
        "read", op("sun.nio.ch.SocketDispatcher.read0", "sun.nio.ch.NioSocketImpl.implRead"));
    assertEquals(
        "write", op("sun.nio.ch.SocketDispatcher.write0", "sun.nio.ch.NioSocketImpl.tryWrite"));
    assertEquals("connect", op("sun.nio.ch.Net.connect0", "sun.nio.ch.NioSocketImpl.connect"));
    assertEquals(
        "accept", op("sun.nio.ch.Net.accept", "sun.nio.ch.ServerSocketChannelImpl.implAccept"));
    assertEquals("select", op("sun.nio.ch.EPoll.wait", "sun.nio.ch.SelectorImpl.lockAndDoSelect"));
    assertEquals(
        "lock", op("sun.nio.ch.UnixFileDispatcherImpl.lock0", "sun.nio.ch.FileChannelImpl.lock"));
  }

  @Test
  void thread_that_computes_waits_for_nothing() {
    StackTraceElement running =
        new StackTraceElement("sun.nio.ch.NioSocketImpl", "implRead", "", 1);
    assertNull(NativeFrames.of(new StackTraceElement[] {running}));
    assertNull(NativeFrames.of(new StackTraceElement[0]));
  }

  @Test
  void native_method_of_the_application_is_its_own_affair() {
    assertNull(of("com.acme.Gpu.multiply", "sun.nio.ch.NioSocketImpl.implRead"));
  }

  private static String op(String... methods) {
    return of(methods).op();
  }

  private static NativeFrames of(String... methods) {
    return NativeFrames.of(
        Arrays.stream(methods)
            .map(
                method ->
                    new StackTraceElement(
                        method.substring(0, method.lastIndexOf('.')),
                        method.substring(method.lastIndexOf('.') + 1),
                        "Some.java",
                        method.equals(methods[0]) ? -2 : 7))
            .toArray(StackTraceElement[]::new));
  }
}
