package io.duality.stress;

import io.duality.harness.AgentJvm;
import io.duality.harness.OnEveryJdk;

/** Every kind of waiting comes out with the agent as it does without. */
final class NoHarmTest {
  @OnEveryJdk
  void every_wait_ends_as_without_the_agent(AgentJvm control, AgentJvm woven) {
    String[] arguments = {"seed=17", "threads=24", Scale.operations(120), "residents=12"};
    Played without = Played.control(control.heap("32m"), arguments);
    Played.woven(woven.heap("32m"), without, arguments).sameAs(without);
  }

  @OnEveryJdk
  void all_scenes_at_once_end_as_without_the_agent(AgentJvm control, AgentJvm woven) {
    String[] arguments = {
      "seed=4", "threads=12", Scale.operations(40), "together=true", "residents=12"
    };
    Played without = Played.control(control.heap("64m"), arguments);
    Played with = Played.woven(woven.heap("64m"), without, arguments);
    with.sorted().sameAs(without.sorted());
  }
}
