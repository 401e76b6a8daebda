package io.duality.stress;

import java.util.List;

/**
 * What to play.
 *
 * @param seed where all randomness comes from
 * @param threads of each scene
 * @param operations of each thread in each scene
 * @param rounds how often the list is played; 0 until {@code enough} is read from stdin
 * @param together whether all scenes are played at the same time
 * @param residents threads that stay at the end
 * @param told whether nothing is played before {@code begin} is read from stdin
 */
record Options(
    long seed,
    int threads,
    int operations,
    int rounds,
    boolean together,
    int residents,
    boolean told,
    List<String> scenes) {

  /** Reads {@code key=value} pairs; the last one with a key counts. */
  static Options of(String[] arguments) {
    long seed = 1;
    int threads = 24;
    int operations = 100;
    int rounds = 1;
    boolean together = false;
    int residents = 0;
    boolean told = false;
    List<String> scenes = List.of();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String key = argument.substring(0, Math.max(0, equals));
      String value = argument.substring(equals + 1);
      switch (key) {
        case "seed" -> seed = Long.parseLong(value);
        case "threads" -> threads = Integer.parseInt(value);
        case "operations" -> operations = Integer.parseInt(value);
        case "rounds" -> rounds = Integer.parseInt(value);
        case "together" -> together = Boolean.parseBoolean(value);
        case "residents" -> residents = Integer.parseInt(value);
        case "told" -> told = Boolean.parseBoolean(value);
        case "scenes" -> scenes = List.of(value.split(","));
        default -> throw new IllegalArgumentException("what is '" + argument + "'?");
      }
    }
    return new Options(seed, threads, operations, rounds, together, residents, told, scenes);
  }
}
