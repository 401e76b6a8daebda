package io.duality.diagnosis;

import io.duality.model.CaptureRequest;
import io.duality.model.Pattern;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;

/** A trigger saw something of which only the trigger itself knows: a metric that somebody named. */
final class AlarmTelling extends VitalTelling {
  AlarmTelling(Case incident, CaptureRequest request) {
    super(incident, request);
  }

  @Override
  Pattern pattern() {
    return Pattern.S12;
  }

  @Override
  RootCause cause() {
    String root = Words.plain(alarm().rootKey());
    return new RootCause(
        "resource", root.isBlank() ? incident.service() : root, "observed by the trigger");
  }

  @Override
  String title() {
    return Words.plain(alarm().sentence());
  }

  @Override
  public String root() {
    return observed() + " (" + Words.text(alarm().condition()) + ").";
  }

  @Override
  public List<Note> notes() {
    List<Note> notes = new ArrayList<>(super.notes());
    List<String> state = course.state();
    if (!state.isEmpty()) {
      notes.add(new Note("Beside it", String.join("; ", state) + "."));
    }
    return notes;
  }

  @Override
  public Existing existing() {
    return new MemoryTable(course).table();
  }

  @Override
  public List<String> steps() {
    return List.of(
        "See what changed when the value did: `recording.jfr` around "
            + Words.second(request.at())
            + ", and what the threads do in `threads.txt`.");
  }
}
