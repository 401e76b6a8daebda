package io.duality.engine.library;

import io.duality.model.HookState;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hears whom a connect did not reach: where the JDK gives the exception of a failed connect its
 * words, exception and address are in one hand. Nothing else runs through there.
 */
final class UnreachedRule extends LibraryRule {
  private static final String DESCRIPTOR =
      "(Ljava/io/IOException;Ljava/net/SocketAddress;)Ljava/io/IOException;";

  /** The class and its method, by release of the JDK. */
  private static final Map<String, String> METHODS =
      Map.of(
          "sun/net/util/SocketExceptions", "of",
          "jdk/internal/util/Exceptions", "ioException");

  private final AtomicInteger expected = new AtomicInteger();
  private final AtomicInteger found = new AtomicInteger();

  UnreachedRule(KnownClasses known) {
    super(known);
  }

  @Override
  public boolean matches(String internalName) {
    return METHODS.containsKey(internalName);
  }

  @Override
  protected byte[] change(String internalName, byte[] bytes) {
    expected.set(1);
    String method = METHODS.get(internalName);
    byte[] changed =
        insert(
            bytes,
            (next, access, name, descriptor) ->
                name.equals(method) && descriptor.equals(DESCRIPTOR)
                    ? new CallAtBeginning(
                        next,
                        "io/duality/boot/Thrown",
                        "unreached",
                        "(Ljava/lang/Throwable;Ljava/lang/Object;)V")
                    : null);
    if (changed != null) {
      found.set(1);
    }
    return changed;
  }

  @Override
  public HookState state() {
    return state(
        "failed connects",
        expected.get(),
        found.get(),
        "no connect has failed yet",
        "a method is not as known");
  }
}
