package io.duality.engine.weave;

import io.duality.boot.Hooks;
import io.duality.boot.OpenSlot;
import io.duality.boot.Slots;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Proves a hook on an object of its own: a helper thread waits for it, and its wait must be seen to
 * open and to close. A helper that got no processor in time proves nothing, and nothing is held
 * against the hook.
 */
final class SelfTest {
  private static final long PATIENCE_NANOS = 2_000_000_000L;
  private static final long POLL_NANOS = 50_000;

  private SelfTest() {}

  /**
   * Proves a hook, or switches it off.
   *
   * @param switches how often the hooks were switched on or off so far
   */
  static void prove(JdkHook hook, IntSupplier switches) {
    int before = switches.getAsInt();
    if (!Hooks.armed) {
      return;
    }
    try {
      JdkHook.Trial trial = hook.trial();
      Class.forName(hook.className(), false, null); // loads the class, which weaves it
      JdkHook.Proof proof = hook.proof();
      if (trial == null && proof == null) {
        hook.withoutTest();
        return;
      }
      if (!hook.isWoven() || hook.isOff()) {
        return;
      }
      if (trial == null) {
        alone(hook, proof.wrong(), switches.getAsInt() == before);
        return;
      }
      long overflows = Slots.overflows();
      Helper helper = new Helper(trial);
      helper.start();
      boolean opened = becomes(helper, trial.awaited(), true);
      Thread.State state = helper.getState();
      helper.interrupt();
      boolean closed = becomes(helper, trial.awaited(), false);
      if (switches.getAsInt() != before || Slots.overflows() != overflows) {
        return; // disarmed in between, or no slot was free, which proves nothing
      }
      String dies = hook.provesUncaught() && opened && closed ? Dying.unseen() : null;
      if (dies != null && switches.getAsInt() == before) {
        hook.failedTest(dies);
      } else if (opened && closed) {
        hook.proven();
      } else if (!opened && (state == Thread.State.WAITING || helper.failure != null)) {
        hook.failedTest("its self-test parked a thread, but no open wait was seen");
      } else if (opened) {
        hook.failedTest("its self-test ended a wait, but it is still seen as open");
      }
    } catch (ClassNotFoundException e) {
      hook.switchOff("this JDK has no " + hook.className());
    } catch (Throwable e) {
      hook.switchOff("its self-test failed: " + e);
    }
  }

  private static void alone(JdkHook hook, String wrong, boolean undisturbed) {
    if (undisturbed && wrong == null) {
      hook.proven();
    } else if (undisturbed) {
      hook.failedTest(wrong);
    }
  }

  private static boolean becomes(Helper helper, Object awaited, boolean open) {
    OpenSlot slot = new OpenSlot();
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      boolean seen = Slots.read(helper, slot) && (slot.blocker == awaited || slot.queue == awaited);
      slot.clear();
      if (seen == open) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private static final class Helper extends Thread {
    private final JdkHook.Trial trial;
    private volatile Throwable failure;

    Helper(JdkHook.Trial trial) {
      super("duality-self-test");
      this.trial = trial;
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        trial.waiting().await();
      } catch (InterruptedException expected) {
        return;
      } catch (Throwable e) {
        failure = e;
      }
    }
  }
}
