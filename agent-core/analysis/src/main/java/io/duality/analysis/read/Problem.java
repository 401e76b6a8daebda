package io.duality.analysis.read;

import java.util.Objects;

/**
 * Something that is not as the manifest says, or not as a bundle must be.
 *
 * @param kind what is wrong
 * @param file the file in the bundle it is about
 * @param line one line: what was found, what should be, what that means
 */
public record Problem(Kind kind, String file, String line) {

  /** What is wrong with a bundle. */
  public enum Kind {
    /** It was not finished; its manifest says what it lacks. */
    INCOMPLETE("incomplete"),
    /** A file of the manifest is not there. */
    MISSING("missing"),
    /** A file is shorter than when it was written. */
    TRUNCATED("truncated"),
    /** A file is not what was written. */
    CHANGED("changed"),
    /** A file that the manifest does not know. */
    EXTRA("extra"),
    /** A name in the manifest that leads out of the bundle. */
    UNSAFE("unsafe"),
    /** A file that is no JSON, of another bundle, or lacks what its schema demands. */
    STRUCTURE("structure"),
    /** A newer writer than this reader. */
    NEWER("newer"),
    /** A file that cannot be read. */
    UNREADABLE("unreadable");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The spelling used in output. */
    public String label() {
      return label;
    }

    /** Whether the bundle can still be trusted as far as it goes. */
    public boolean harmless() {
      return this == INCOMPLETE || this == NEWER || this == EXTRA;
    }
  }

  public Problem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(line, "line");
  }
}
