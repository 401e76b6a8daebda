package io.duality.boot;

import java.lang.invoke.MethodHandles;

/** The JDK's own lookup, which finds what is private to its packages. */
final class TrustedLookup {
  private TrustedLookup() {}

  /**
   * The lookup.
   *
   * @throws NoSuchFieldException when this JDK keeps it elsewhere
   */
  static MethodHandles.Lookup get() throws NoSuchFieldException {
    Object found = Peek.staticReference(MethodHandles.Lookup.class, "IMPL_LOOKUP");
    if (found instanceof MethodHandles.Lookup lookup) {
      return lookup;
    }
    throw new NoSuchFieldException("IMPL_LOOKUP");
  }
}
