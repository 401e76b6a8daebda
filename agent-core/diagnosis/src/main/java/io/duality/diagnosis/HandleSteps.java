package io.duality.diagnosis;

import io.duality.model.HandleSeen;
import java.util.ArrayList;
import java.util.List;

/** What to do about handles that are not given back, by their kind. */
final class HandleSteps {
  private HandleSteps() {}

  static List<String> of(Case incident, String kind, String madeAt, HandleSeen.Group group) {
    String pid = String.valueOf(incident.evidence().process().pid());
    List<String> steps = new ArrayList<>();
    String place = madeAt == null ? null : Words.code(Sites.brief(madeAt));
    switch (kind) {
      case "threads" -> {
        steps.add(
            (place == null ? "See who starts " : "See why " + place + " starts ")
                + (group == null ? "threads" : Words.code(group.name()))
                + " and who would end them: their stacks are in `threads.txt`.");
        steps.add(
            "A restart is safe and frees them. A higher limit only puts it off: each thread has a"
                + " stack of its own.");
        steps.add("Later: one pool that is shared and shut down, not one for each use.");
      }
      case "class loaders" -> {
        steps.add(
            "`jcmd "
                + pid
                + " VM.classloaders` shows the loaders; who keeps them: threads, thread locals,"
                + " drivers and listeners that their classes registered.");
        steps.add("A restart is safe; more metaspace only puts it off.");
        steps.add("Later: undo at the end what was registered at the start of each of them.");
      }
      case "thread locals" -> {
        steps.add(
            "See who sets "
                + (group == null ? "thread locals" : Words.code(group.name()))
                + " and never calls `remove()`: as long as a thread lives, so does what it was set to.");
        steps.add(
            "A restart is safe and frees them. Ending the threads that have them does as well; the"
                + " collector frees a value only some time after its `ThreadLocal` is gone.");
        steps.add(
            "Later: one static `ThreadLocal`, and `remove()` in a `finally` where the work ends.");
      }
      case "statements" -> {
        steps.add(
            (place == null
                    ? "See which code makes statements and leaves without closing them"
                    : "See which path through " + place + " leaves statements open")
                + "; closing the connection closes them, where it is not pooled.");
        steps.add(
            "A restart is safe and closes them. A higher limit in the database only puts it off.");
        steps.add("Later: `try` with resources around statements and result sets.");
      }
      default -> {
        steps.add(
            (place == null
                    ? "See which code opens them and leaves without closing"
                    : "See which path through " + place + " leaves without closing")
                + "; `ls -l /proc/"
                + pid
                + "/fd` names each.");
        steps.add(
            "A restart is safe and closes them. A higher limit (`ulimit -n`) only puts it off; the"
                + " collector closes nothing in time.");
        steps.add("Later: `try` with resources around what is opened there.");
      }
    }
    return steps;
  }
}
