package io.duality.engine.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A class of a library as a rule knows it. Its fields are read only after its bytes were seen to
 * declare them with these types.
 *
 * @param library what the rule is called in {@code status}, such as {@code tomcat pools}
 * @param role what it is to the rule; roles are compared by identity
 * @param name its internal name, before relocation
 * @param inherited whether objects of its subclasses are read too; else a subclass, which may keep
 *     its state elsewhere, is not known
 * @param variants what it looks like in different versions, asked in this order; all name their
 *     fields in the order in which the rule speaks of them
 */
public record KnownClass(
    String library, Enum<?> role, String name, boolean inherited, List<Variant> variants) {

  /**
   * The fields of a class in some versions of its library.
   *
   * @param versions for people, such as {@code 10.1 and later}; empty for all
   */
  public record Variant(String versions, List<Field> fields) {
    public Variant {
      Objects.requireNonNull(versions, "versions");
      fields = List.copyOf(fields);
    }
  }

  /**
   * A field.
   *
   * @param name its name
   * @param descriptor its type, before relocation
   * @param optional whether the class is known without it: then it reads as absent
   */
  public record Field(String name, String descriptor, boolean optional) {}

  public KnownClass {
    Objects.requireNonNull(library, "library");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(name, "name");
    variants = List.copyOf(variants);
  }

  /**
   * A class that looks alike in all versions.
   *
   * @param fields names and descriptors alternate; a name that ends in {@code ?} is optional
   */
  public static KnownClass of(String library, Enum<?> role, String name, String... fields) {
    return new KnownClass(library, role, name, false, List.of(variant("", fields)));
  }

  /** The same class; objects of its subclasses are read too. */
  public KnownClass withSubclasses() {
    return new KnownClass(library, role, name, true, variants);
  }

  /** The same class as it looks in other versions, which are asked for after those before. */
  public KnownClass or(String versions, String... fields) {
    List<Variant> more = new ArrayList<>(variants);
    more.add(variant(versions, fields));
    return new KnownClass(library, role, name, inherited, more);
  }

  private static Variant variant(String versions, String... fields) {
    List<Field> list = new ArrayList<>();
    for (int i = 0; i < fields.length; i += 2) {
      boolean optional = fields[i].endsWith("?");
      String name = optional ? fields[i].substring(0, fields[i].length() - 1) : fields[i];
      list.add(new Field(name, fields[i + 1], optional));
    }
    return new Variant(versions, list);
  }
}
