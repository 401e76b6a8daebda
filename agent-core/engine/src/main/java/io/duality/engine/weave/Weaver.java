package io.duality.engine.weave;

import io.duality.boot.DirectBuffers;
import io.duality.boot.Hooks;
import io.duality.boot.Names;
import io.duality.boot.Peek;
import io.duality.boot.Said;
import io.duality.boot.Tasks;
import io.duality.boot.Thrown;
import io.duality.model.HookState;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Puts the hooks into the JDK and into the application's classes, and knows what became of each.
 *
 * <p>What is loaded already is woven on the calling thread, in one step of the JVM; what is not is
 * woven when it is loaded. The hooks work from then on. {@link #prove} tests them one by one on a
 * daemon thread and takes back those that fail: that needs further threads and loads every woven
 * class, for which the start of an application should not wait.
 */
public final class Weaver {
  /** Longer than any other agent needs in front of {@code main}. */
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final Instrumentation instrumentation;
  private final WeaveOptions options;
  private final List<JdkHook> hooks;
  private final Transformer transformer;
  private final CountDownLatch tested = new CountDownLatch(1);
  private final AtomicBoolean testing = new AtomicBoolean();
  private volatile boolean everything;

  /** How often the hooks were switched: a self-test across a switch proves nothing. */
  private final AtomicInteger switches = new AtomicInteger();

  private Weaver(Instrumentation instrumentation, WeaveOptions options, List<JdkHook> hooks) {
    this.instrumentation = instrumentation;
    this.options = options;
    this.hooks = hooks;
    this.transformer = new Transformer(hooks, options);
  }

  /**
   * Weaves and arms. Never throws: a hook that does not work is off, with the reason in its state.
   *
   * @param instrumentation the JVM's, which can retransform classes
   * @param options what to weave
   */
  public static Weaver install(Instrumentation instrumentation, WeaveOptions options) {
    Weaver weaver = new Weaver(instrumentation, options, JdkHooks.of(options));
    try {
      weaver.weave();
    } catch (Throwable e) {
      weaver.allOff("the installation failed: " + e);
    }
    return weaver;
  }

  private void weave() {
    if (!Hooks.warm()) {
      allOff("the warm-up wait was not seen; is io.duality.boot in the boot loader?");
    }
    transformer.warm();
    Retransformation retransformation = new Retransformation(instrumentation);
    weaveJdk(retransformation);
    Hooks.armed = true;
    if (options.attached()) {
      new LoadedClasses(transformer).weave(loadedClasses(), retransformation);
      transformer.application().seen();
    } else if (!options.rules().isEmpty()) {
      new LoadedClasses(transformer).weaveRuled(loadedClasses(), retransformation);
    }
  }

  private void weaveJdk(Retransformation retransformation) {
    instrumentation.addTransformer(transformer, true);
    // A class that was loaded while the transformer was being added has been missed: look again.
    for (int round = 0; round < 3; round++) {
      List<Class<?>> loaded = loadedTargets();
      if (loaded.isEmpty()) {
        break;
      }
      for (Class<?> failed : retransformation.of(loaded)) {
        JdkHook hook = transformer.hook(failed);
        if (hook != null) {
          hook.switchOff(retransformation.reason());
        }
      }
    }
    takeBackWhatMissesItsNeed();
  }

  /**
   * Starts the self-tests of the hooks that are not proven yet, unless they run already: of those
   * whose class the application has, so that nothing is loaded, let alone set up, that it does not
   * use. To be called again from time to time.
   */
  public void prove() {
    if (Hooks.armed && anyDue() && testing.compareAndSet(false, true)) {
      new Proof(this).start();
    }
  }

  private boolean anyDue() {
    for (JdkHook hook : hooks) {
      if (isDue(hook)) {
        return true;
      }
    }
    return false;
  }

  private boolean isDue(JdkHook hook) {
    return hook.isToBeProven()
        && (everything
            || (hook.isWoven()
                && (!hook.setsUpCommonPool() || Peek.isInitialized(ForkJoinPool.class))));
  }

  private List<Class<?>> loadedTargets() {
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : loadedClasses()) {
      JdkHook hook = transformer.hook(type);
      if (hook != null && !hook.isWoven() && !hook.isOff()) {
        loaded.add(type);
      }
    }
    return loaded;
  }

  /** Proves the hooks after the start, and gives back the classes of those that fail. */
  private static final class Proof extends Thread {
    private static final int ROUNDS = 3;

    private final Weaver weaver;

    Proof(Weaver weaver) {
      super("duality-self-tests");
      this.weaver = weaver;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        // A test that got no processor proves nothing; it is tried again.
        for (int round = 0; round < ROUNDS && Hooks.armed && weaver.anyDue(); round++) {
          for (JdkHook hook : weaver.hooks) {
            if (weaver.isDue(hook)) {
              SelfTest.prove(hook, weaver.switches::get);
              weaver.takeBackWhatMissesItsNeed();
            }
          }
        }
      } catch (VirtualMachineError noRoom) {
        weaver.testing.set(false); // nothing is proven, as status says; the next call tries again
      } finally {
        weaver.testing.set(false);
        weaver.tested.countDown();
      }
    }
  }

  /** Off goes what needs a hook that is off; and what is off and woven gets its own bytes back. */
  private void takeBackWhatMissesItsNeed() {
    for (JdkHook hook : hooks) {
      transformer.checkNeed(hook);
    }
    boolean any = false;
    for (JdkHook hook : hooks) {
      any |= hook.isOff() && hook.isWoven();
    }
    if (!any) {
      return;
    }
    List<Class<?>> back = new ArrayList<>();
    for (Class<?> type : loadedClasses()) {
      JdkHook hook = transformer.hook(type);
      if (hook != null && hook.isOff() && hook.isWoven()) {
        back.add(type);
      }
    }
    new Retransformation(instrumentation).of(back);
  }

  /** All classes that are loaded; none when the JVM is ending, which answers null. */
  private Class<?>[] loadedClasses() {
    Class<?>[] loaded = instrumentation.getAllLoadedClasses();
    return loaded == null ? new Class<?>[0] : loaded;
  }

  private void allOff(String why) {
    for (JdkHook hook : hooks) {
      hook.switchOff(why);
    }
  }

  /** Whether the hooks do anything, as far as they are woven. */
  public boolean isArmed() {
    return Hooks.armed;
  }

  /** Every hook and what became of it, library rules and field names included. */
  public List<HookState> states() {
    List<HookState> states = new ArrayList<>();
    boolean armed = Hooks.armed;
    for (JdkHook hook : hooks) {
      states.add(hook.state(armed));
    }
    if (options.names()) {
      states.add(transformer.names().state(armed));
    }
    for (ClassRule rule : options.rules()) {
      states.add(transformer.stateOf(rule, armed));
    }
    return states;
  }

  /**
   * Whether tests have run on this JDK: null if so, else {@code unverified JDK} and its version. On
   * such a JDK the expectation tables and the self-tests alone decide.
   */
  public static String unverifiedJdk() {
    return unverifiedJdk(Runtime.version().feature(), System.getProperty("java.runtime.version"));
  }

  static String unverifiedJdk(int feature, String version) {
    return feature == 17 || feature == 25 ? null : "unverified JDK " + version;
  }

  /**
   * Starts the self-tests of all hooks, which loads every woven class, and waits until they are
   * done.
   *
   * @return false when they are not after so many nanoseconds
   */
  public boolean awaitSelfTests(long nanos) throws InterruptedException {
    everything = true;
    prove();
    return tested.await(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Waits until the first class of the application is loaded, which is when {@code main} is about
   * to run; what needs JMX or the flight recorder starts after that. An application that is loaded
   * by the boot or platform loader, or by another thread than the JVM's first, is never seen.
   *
   * @return false when none was after so many nanoseconds
   */
  public boolean awaitApplication(long nanos) throws InterruptedException {
    return transformer.application().await(nanos);
  }

  /** Whether an agent behind ours on the command line is still starting. */
  public boolean isAgentStarting() {
    return transformer.application().isInStartOfAnAgent();
  }

  /**
   * The same for a thread of ours, which goes on after 30 s in any case, and when it is
   * interrupted.
   */
  public void awaitApplication() {
    try {
      awaitApplication(PATIENCE_NANOS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Makes every hook a no-op at once; open waits close as their threads leave them. */
  public void disarm() {
    switches.incrementAndGet();
    Hooks.armed = false;
    Names.on = false;
    Tasks.forget();
    Thrown.forget();
    Said.forget();
    DirectBuffers.forget();
  }

  /** The opposite of {@link #disarm}. Objects that were created in between stay without names. */
  public void rearm() {
    switches.incrementAndGet();
    Names.on = true;
    Hooks.armed = true;
  }

  /**
   * Gives every class its own bytes back. A method that a thread is in runs to its end as it is
   * woven, and closes its wait. Runs other agents' transformers, so not on a thread that must not
   * wait.
   *
   * @return how many classes could not be given back; what is woven there stays a no-op
   */
  public int unweave() {
    instrumentation.removeTransformer(transformer);
    Retransformation retransformation = new Retransformation(instrumentation);
    int left = new LoadedClasses(transformer).giveBack(loadedClasses(), retransformation).size();
    for (JdkHook hook : hooks) {
      hook.givenBack();
    }
    return left;
  }

  /** Weaves again what {@link #unweave} gave back, and what was loaded since. */
  public void reweave() {
    Retransformation retransformation = new Retransformation(instrumentation);
    weaveJdk(retransformation);
    new LoadedClasses(transformer).weave(loadedClasses(), retransformation);
  }
}
