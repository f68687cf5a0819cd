package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Slice;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** Compiles sources against the api alone, as a third party does, and packs them into a jar. */
final class PluginJar {
  private final Path work;
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final List<Path> libraries = new ArrayList<>();

  PluginJar(Path work) {
    this.work = work;
  }

  /** Adds a source by its path. */
  PluginJar source(String path, String text) {
    sources.put(path, text);
    return this;
  }

  /** Adds a resource by its path. */
  PluginJar resource(String path, String text) {
    resources.put(path, text);
    return this;
  }

  /** Adds a jar to compile against. */
  PluginJar library(Path jar) {
    libraries.add(jar);
    return this;
  }

  /** Adds a file or all files of a folder, such as those of a Maven module. */
  PluginJar tree(Path root, boolean isSource) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = root.relativize(file).toString();
        (isSource ? sources : resources).put(path, Files.readString(file));
      }
    }
    return this;
  }

  /** The classes and jars of the api. */
  static Path api() {
    try {
      return Path.of(Slice.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A memtable provider that cannot make a memtable: enough to be found, chosen, and fail. */
  static String provider(String packageName, String pluginName, String body) {
    return """
        package %s;
        import io.kodiak.api.*;
        public class P implements MemtableProvider {
          %s
          public String name() { return "%s"; }
          public int spiVersion() { return %s; }
          public MemtableFactory create(Settings settings) {
            settings.number("answer", 42, 0, 100);
            return bytes -> { throw new UnsupportedOperationException(); };
          }
        }
        """
        .formatted(packageName, body, pluginName, "SpiVersion.CURRENT");
  }

  /** Compiles and packs. */
  Path pack(Path jar) throws IOException {
    Path classes = Files.createDirectories(work.resolve("classes-" + System.nanoTime()));
    compile(classes);
    for (Map.Entry<String, String> resource : resources.entrySet()) {
      Path file = classes.resolve(resource.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, resource.getValue());
    }
    Files.createDirectories(jar.getParent());
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        packed.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, packed);
        packed.closeEntry();
      }
    }
    return jar;
  }

  private void compile(Path classes) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = work.resolve("src-" + System.nanoTime()).resolve(source.getKey());
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    boolean isModule = sources.containsKey("module-info.java");
    StringBuilder path = new StringBuilder(api().toString());
    libraries.forEach(library -> path.append(System.getProperty("path.separator")).append(library));
    List<String> arguments =
        new ArrayList<>(
            List.of("--release", "17", "-d", classes.toString(), isModule ? "-p" : "-cp"));
    arguments.add(path.toString());
    files.forEach(file -> arguments.add(file.toString()));
    StringWriter messages = new StringWriter();
    PrintWriter out = new PrintWriter(messages);
    int code =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(out, out, arguments.toArray(String[]::new));
    assertThat(code).as(messages.toString()).isZero();
  }
}
