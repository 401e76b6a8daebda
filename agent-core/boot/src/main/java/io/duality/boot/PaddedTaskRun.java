package io.duality.boot;

/** Its own fields lie behind those of {@link TaskRun}, a cache line and its neighbour long. */
final class PaddedTaskRun extends TaskRun {
  long pad0;
  long pad1;
  long pad2;
  long pad3;
  long pad4;
  long pad5;
  long pad6;
  long pad7;
  long pad8;
  long pad9;
  long pad10;
  long pad11;
  long pad12;
  long pad13;
  long pad14;
  long pad15;
}
