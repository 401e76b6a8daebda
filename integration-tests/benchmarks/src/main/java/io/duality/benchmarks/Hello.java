package io.duality.benchmarks;

/** The smallest application: what it costs to have an agent at all. */
public final class Hello {
  private Hello() {}

  public static void main(String[] args) {
    System.out.println("hello");
  }
}
