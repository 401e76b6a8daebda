package io.duality.engine.weave;

/** Loads classes that a rule is shown, one of which it fails on. */
public final class RuledMain {
  private RuledMain() {}

  static final class Bad {
    private Bad() {}

    static String say() {
      return "bad class works";
    }
  }

  public static void main(String[] args) {
    System.out.println(Bad.say());
    TestRule.INSTANCE.shown.forEach(name -> System.out.println("rule saw " + name));
    TestAgent.weaver.states().forEach(state -> System.out.println(state.line()));
  }
}
