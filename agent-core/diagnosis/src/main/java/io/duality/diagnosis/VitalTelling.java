package io.duality.diagnosis;

import io.duality.model.Alarm;
import io.duality.model.CaptureRequest;
import io.duality.model.Health;
import io.duality.model.Pattern;
import io.duality.model.Verdict;
import io.duality.model.Verdict.RootCause;
import java.util.ArrayList;
import java.util.List;

/** An incident of the process as a whole, not of a wait: what all pages of that kind share. */
abstract class VitalTelling implements Telling {
  /** Longer titles name classes without their packages. */
  private static final int LONG = 200;

  final Case incident;
  final CaptureRequest request;
  final Health health;
  final Course course;

  /**
   * @param request the trigger that saw it
   */
  VitalTelling(Case incident, CaptureRequest request) {
    this.incident = incident;
    this.request = request;
    this.health = incident.evidence().health();
    this.course = new Course(health);
  }

  /** The pattern that explains it best. */
  abstract Pattern pattern();

  /** What is at its root. */
  abstract RootCause cause();

  /** The incident in one line, without the service's name. */
  abstract String title();

  /** What happened apart from waits and triggers. */
  List<Timeline.Told> events() {
    return List.of();
  }

  Alarm alarm() {
    return request.alarm();
  }

  @Override
  public final Verdict verdict() {
    return new Verdict(pattern(), incident.service() + ": " + brief(), cause());
  }

  @Override
  public String signature() {
    return Signature.of(request);
  }

  @Override
  public final String brief() {
    String title = title();
    return Words.plain(
        incident.service().length() + title.length() <= LONG ? title : Words.withoutPackages(title),
        280);
  }

  @Override
  public List<Note> notes() {
    return incident.tellings().notes();
  }

  @Override
  public final List<String> timeline() {
    return Timeline.of(incident, waited(), events());
  }

  /** The root of the waits that belong to the story, or null. */
  Root waited() {
    return null;
  }

  /** Which sentences about what is innocent this page is itself about. */
  String about() {
    return "";
  }

  @Override
  public List<String> views() {
    List<String> sentences = new ArrayList<>(course.innocent());
    sentences.removeIf(each -> !about().isEmpty() && each.contains(about()));
    if (incident.graph().activeWaits().isEmpty()) {
      sentences.add("Not a lock: no thread waits actively at the look.");
    }
    return sentences.isEmpty() ? List.of() : List.of(String.join(" ", sentences));
  }

  /** What the trigger wrote down, for pages that have no better figures. */
  final String observed() {
    return Words.text(alarm().sentence());
  }
}
