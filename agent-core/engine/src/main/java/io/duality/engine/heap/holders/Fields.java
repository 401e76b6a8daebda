package io.duality.engine.heap.holders;

import io.duality.engine.heap.holders.FieldPlaces.Named;
import io.duality.engine.heap.holders.FieldPlaces.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.WeakHashMap;

/**
 * The reference fields of the application's classes, read once for each and remembered while the
 * class lives; classes are not kept alive by it. For one thread.
 */
final class Fields {
  /** Fields that the code of another class names, remembered by owner; about 200 bytes each. */
  private static final int MOST_ELSEWHERE =
      (int) Math.min(10_000, Runtime.getRuntime().maxMemory() / 64 / 200);

  private static final long[] NOWHERE = {};
  private static final String[] NAMELESS = {};

  /** Places with a name for each. */
  static final class Layout {
    static final Layout NONE = new Layout(NOWHERE, NAMELESS);

    private final long[] at;
    private final String[] names;

    Layout(long[] at, String[] names) {
      this.at = at;
      this.names = names;
    }

    /** For {@link io.duality.boot.Peek#reference(Object, long)}; not to be changed. */
    long[] at() {
      return at;
    }

    /** Such as {@code Cache.entries}; not to be changed. */
    String[] names() {
      return names;
    }

    private Layout with(Layout inherited) {
      if (inherited.at.length == 0) {
        return this;
      }
      Map<Long, String> all = new TreeMap<>();
      for (int i = 0; i < at.length; i++) {
        all.put(at[i], names[i]);
      }
      for (int i = 0; i < inherited.at.length; i++) {
        all.put(inherited.at[i], inherited.names[i]);
      }
      return new Layout(
          all.keySet().stream().mapToLong(Long::longValue).toArray(),
          all.values().toArray(NAMELESS));
    }
  }

  private final FieldPlaces places;
  private final Map<Class<?>, Layout> statics = new WeakHashMap<>();
  private final Map<Class<?>, Layout> own = new WeakHashMap<>();
  private final Map<String, Set<Named>> elsewhere = new HashMap<>();
  private int elsewhereCount;
  private int unreadable;

  Fields(FieldPlaces places) {
    this.places = places;
  }

  /** How many classes could not be read. */
  int unreadable() {
    return unreadable;
  }

  /** Whether the static fields of a class were read before. */
  boolean isRead(Class<?> type) {
    return statics.containsKey(type);
  }

  /** Notes the static fields that the code of a class names, its own and others'. */
  void note(Class<?> type) {
    if (!isRead(type)) {
      statics.put(type, read(type, true));
    }
  }

  /** The static fields of a class that were noted. */
  Layout statics(Class<?> type) {
    Layout noted = statics.getOrDefault(type, Layout.NONE);
    Set<Named> others = elsewhere.get(type.getName().replace('.', '/'));
    if (others == null) {
      return noted;
    }
    try {
      Map<Long, Place> found = new TreeMap<>();
      for (Named each : others) {
        add(type, each, true, found);
      }
      return layout(found).with(noted);
    } catch (Throwable e) { // as where one is read
      unreadable++;
      return noted;
    }
  }

  /**
   * The reference fields that an object has because of this class; those of its superclasses come
   * with them. Classes of the application only.
   */
  Layout own(Class<?> type) {
    Layout layout = own.get(type);
    if (layout == null) {
      layout = read(type, false);
      own.put(type, layout);
    }
    return layout;
  }

  private Layout read(Class<?> type, boolean inClass) {
    try {
      Map<Long, Place> found = new TreeMap<>();
      String self = type.getName().replace('.', '/');
      for (Named each : places.named(type)) {
        if (each.owner().equals(self) || type.isHidden()) {
          add(type, each, inClass, found);
        } else if (inClass) {
          note(each.owner(), each);
        }
      }
      for (Named each : inClass ? Set.<Named>of() : elsewhere.getOrDefault(self, Set.of())) {
        add(type, each, false, found);
      }
      Class<?> above = type.getSuperclass();
      return inClass || above == null || JdkTypes.isJdk(above)
          ? layout(found)
          : layout(found).with(own(above));
    } catch (Throwable e) { // one class less; where memory ends the walk does too
      unreadable++;
      return Layout.NONE;
    }
  }

  private void add(Class<?> type, Named field, boolean inClass, Map<Long, Place> found)
      throws Throwable {
    Place place = places.place(type, field.name(), field.descriptor());
    if (place != null && place.inClass() == inClass && !JdkTypes.isJdk(place.declaring())) {
      if (!inClass || place.declaring() == type) {
        found.put(place.at(), place);
      }
    }
  }

  /** What only others use: fields of records, of nodes, and of classes that are but names. */
  private void note(String owner, Named field) {
    if (elsewhereCount < MOST_ELSEWHERE
        && !owner.startsWith("java/")
        && elsewhere.computeIfAbsent(owner, key -> new HashSet<>()).add(field)) {
      elsewhereCount++;
    }
  }

  private static Layout layout(Map<Long, Place> places) {
    if (places.isEmpty()) {
      return Layout.NONE;
    }
    long[] at = new long[places.size()];
    String[] names = new String[at.length];
    int i = 0;
    for (Place place : places.values()) {
      at[i] = place.at();
      Class<?> owner = place.declaring();
      names[i++] = owner.isHidden() ? simple(owner) : simple(owner) + "." + place.name();
    }
    return new Layout(at, names);
  }

  /** {@code Outer$Inner} of {@code com.acme.Outer$Inner}; asks the class nothing but its name. */
  static String simple(Class<?> type) {
    String name = plain(type);
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The name without what tells two hidden classes apart. */
  static String plain(Class<?> type) {
    if (type.isArray()) {
      return plain(type.getComponentType()) + "[]";
    }
    String name = type.getName();
    int hidden = type.isHidden() ? name.indexOf('/') : -1;
    String kept = hidden < 0 ? name : name.substring(0, hidden);
    int lambda = kept.indexOf("$$Lambda$");
    return lambda < 0 ? kept : kept.substring(0, lambda + "$$Lambda".length());
  }
}
