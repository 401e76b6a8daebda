import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/**
 * Builds duality.jar. Not the shade plugin, because that renames every string constant or none:
 * libraries must have theirs renamed, but where our own code says {@code "org.slf4j.MDC"} it means
 * the application's.
 *
 * <p>Arguments: {@code to=JAR time=INSTANT}, then in any order {@code root=} (classes kept as they
 * are: launcher and boot), {@code own=} (our isolated code), {@code lib=} (third parties), each a
 * directory or jar, optionally {@code |PREFIX} to take only that part, {@code file=ENTRY|FILE} and
 * {@code copy=ENTRY|JAR|ENTRY}. {@code @name@} in a file is replaced by {@code set=name|VALUE}.
 */
final class JarAssembler {
  private static final String ISOLATED = "inst/";
  private static final String ENTRY = "io/duality/agent/Agent.class";
  private static final String BOOT = "io/duality/boot/";
  private static final String INDEX = "META-INF/duality/boot-classes";
  private static final String JFR_EVENT = "jdk/jfr/Event";

  private static final List<String> COMMAND_LINE =
      List.of("inst/io/duality/cli/", "inst/io/duality/analysis/", "inst/io/duality/inst/picocli/");

  /** Packages, and prefixes of system properties, of third parties. */
  private static final Map<String, String> RELOCATED =
      new TreeMap<>(
          Map.of(
              "org/slf4j/", "io/duality/inst/slf4j/",
              "net/bytebuddy/", "io/duality/inst/bytebuddy/",
              "picocli/", "io/duality/inst/picocli/"));

  private static final Map<String, String> RELOCATED_PROPERTIES =
      Map.of("slf4j.", "io.duality.inst.slf4j.");

  private final Map<String, byte[]> entries = new TreeMap<>();
  private final Map<String, byte[]> boot = new TreeMap<>();
  private final Map<String, String> values = new HashMap<>();

  public static void main(String[] args) throws IOException {
    new JarAssembler().run(args);
  }

  private void run(String[] args) throws IOException {
    Path to = null;
    Instant time = null;
    for (String arg : args) {
      String[] rest = arg.substring(arg.indexOf('=') + 1).split("\\|");
      switch (arg.substring(0, arg.indexOf('='))) {
        case "to" -> to = Path.of(rest[0]);
        case "time" -> time = Instant.parse(rest[0]);
        case "set" -> values.put("@" + rest[0] + "@", rest[1]);
        case "root" -> each(rest, this::root);
        case "own" -> each(rest, (name, bytes) -> isolated(name, bytes, false));
        case "lib" -> each(rest, (name, bytes) -> isolated(name, bytes, true));
        case "file" -> add(rest[0], replaced(Files.readString(Path.of(rest[1]))));
        case "copy" ->
            each(
                new String[] {rest[1], rest[2]},
                (name, bytes) -> {
                  if (name.equals(rest[2])) {
                    add(rest[0], bytes);
                  }
                });
        default -> throw new IllegalArgumentException("unknown argument " + arg);
      }
    }
    add(INDEX, bootIndex().getBytes(StandardCharsets.UTF_8));
    write(to, LocalDateTime.ofInstant(time, ZoneOffset.UTC));
  }

  private byte[] replaced(String text) {
    String out = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      out = out.replace(value.getKey(), value.getValue());
    }
    return out.getBytes(StandardCharsets.UTF_8);
  }

  private void root(String name, byte[] bytes) {
    // What the launcher defines in the isolated loader is in a package of its own.
    if (name.startsWith("io/duality/agent/") && name.indexOf('/', 17) > 0) {
      isolated(name, bytes, false);
    } else if (name.endsWith(".class")) {
      add(name, name.equals(ENTRY) ? asJava8(bytes) : bytes);
      if (name.startsWith(BOOT)) {
        boot.put(name.substring(0, name.length() - 6), bytes);
      }
    } else {
      throw new IllegalStateException("a resource where the application would see it: " + name);
    }
  }

  /** The entry class must load everywhere, if only to say that the JVM is too old. */
  private static byte[] asJava8(byte[] classFile) {
    byte[] older = classFile.clone();
    older[7] = 52;
    return older;
  }

  private void isolated(String name, byte[] bytes, boolean foreign) {
    if (name.endsWith(".class")) {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(0);
      reader.accept(new ClassRemapper(writer, new Renamer(foreign)), 0);
      add(ISOLATED + renamed(name).replaceAll("class$", "classdata"), writer.toByteArray());
    } else if (name.startsWith("META-INF/services/")) {
      String content =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .map(JarAssembler::renamedDotted)
              .collect(Collectors.joining("\n", "", "\n"));
      add(
          ISOLATED + "META-INF/services/" + renamedDotted(name.substring(18)),
          content.getBytes(StandardCharsets.UTF_8));
    } else {
      add(ISOLATED + renamed(name), bytes);
    }
  }

  private void add(String name, byte[] bytes) {
    if (entries.putIfAbsent(name, bytes) != null) {
      throw new IllegalStateException("two files want to be " + name + " in the jar");
    }
  }

  /** Internal names, supertypes first; JFR event types are marked, since jdk.jfr may be absent. */
  private String bootIndex() {
    Map<String, List<String>> supertypes = new TreeMap<>();
    boot.forEach(
        (name, bytes) -> {
          ClassReader reader = new ClassReader(bytes);
          List<String> names = new ArrayList<>(List.of(reader.getInterfaces()));
          names.add(reader.getSuperName());
          supertypes.put(name, names);
        });
    Set<String> ordered = new LinkedHashSet<>();
    supertypes.keySet().forEach(name -> order(name, supertypes, ordered));
    return ordered.stream()
        .map(name -> (isEvent(name, supertypes) ? "jfr " : "") + name)
        .collect(Collectors.joining("\n"));
  }

  private static void order(String name, Map<String, List<String>> supertypes, Set<String> done) {
    if (supertypes.containsKey(name) && !done.contains(name)) {
      supertypes.get(name).forEach(parent -> order(parent, supertypes, done));
      done.add(name);
    }
  }

  private static boolean isEvent(String name, Map<String, List<String>> supertypes) {
    Deque<String> open = new ArrayDeque<>(List.of(name));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (next.equals(JFR_EVENT)) {
        return true;
      }
      open.addAll(supertypes.getOrDefault(next, List.of()));
    }
    return false;
  }

  /** The manifest first, as the JVM wants it, the rest by name; one time, no directories. */
  private void write(Path to, LocalDateTime time) throws IOException {
    List<String> names = new ArrayList<>(List.of("META-INF/MANIFEST.MF"));
    entries.keySet().stream().filter(name -> !names.contains(name)).forEach(names::add);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(9);
      for (String name : names) {
        byte[] content = entries.get(name);
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(time);
        if (startsWithAnApplication(name)) {
          store(entry, content);
        }
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
      }
    }
    try (OutputStream out = Files.newOutputStream(to)) {
      bytes.writeTo(out);
    }
    System.out.println(to + ": " + entries.size() + " entries, " + bytes.size() + " bytes");
  }

  /**
   * Classes that may be loaded before an application's main are not compressed, since inflating
   * them is a tenth of our start; what only the command line loads is.
   */
  private static boolean startsWithAnApplication(String name) {
    for (String prefix : COMMAND_LINE) {
      if (name.startsWith(prefix)) {
        return false;
      }
    }
    return name.endsWith(".class") || name.endsWith(".classdata");
  }

  private static void store(ZipEntry entry, byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
  }

  private static String renamed(String internal) {
    for (Map.Entry<String, String> move : RELOCATED.entrySet()) {
      if (internal.startsWith(move.getKey())) {
        return move.getValue() + internal.substring(move.getKey().length());
      }
    }
    return internal;
  }

  private static String renamedDotted(String name) {
    String moved = renamed(name.replace('.', '/'));
    return moved.equals(name.replace('.', '/')) ? name : moved.replace('/', '.');
  }

  private static final class Renamer extends Remapper {
    private final boolean foreign;

    Renamer(boolean foreign) {
      super(net.bytebuddy.jar.asm.Opcodes.ASM9);
      this.foreign = foreign;
    }

    @Override
    public String map(String internalName) {
      return renamed(internalName);
    }

    @Override
    public Object mapValue(Object value) {
      return foreign && value instanceof String text ? renamedText(text) : super.mapValue(value);
    }

    private static String renamedText(String text) {
      for (Map.Entry<String, String> move : RELOCATED_PROPERTIES.entrySet()) {
        if (text.startsWith(move.getKey())) {
          return move.getValue() + text.substring(move.getKey().length());
        }
      }
      return text.indexOf(' ') >= 0
          ? text
          : text.indexOf('/') >= 0 ? renamed(text) : renamedDotted(text);
    }
  }

  private interface Taker {
    void take(String name, byte[] bytes) throws IOException;
  }

  /** Hands over every file of a directory or jar that is worth keeping. */
  private static void each(String[] source, Taker taker) throws IOException {
    Path path = Path.of(source[0]);
    String prefix = source.length > 1 ? source[1] : "";
    if (Files.isDirectory(path)) {
      walk(path, prefix, taker);
    } else {
      try (FileSystem jar = FileSystems.newFileSystem(path)) {
        walk(jar.getPath("/"), prefix, taker);
      }
    }
  }

  private static void walk(Path root, String prefix, Taker taker) throws IOException {
    Collection<Path> files;
    try (Stream<Path> found = Files.walk(root)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path file : files) {
      String name = root.relativize(file).toString().replace('\\', '/');
      if (name.startsWith(prefix) && (!prefix.isEmpty() || isWanted(name))) {
        taker.take(name, Files.readAllBytes(file));
      }
    }
  }

  private static boolean isWanted(String name) {
    return !name.endsWith("module-info.class")
        && !name.endsWith("package-info.class")
        && (!name.startsWith("META-INF/") || name.startsWith("META-INF/services/"));
  }
}
