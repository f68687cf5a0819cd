package io.kodiak.architecture;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A source file, parsed but not compiled.
 *
 * @param path its path from the root of the project
 */
record Source(String path, String text, CompilationUnitTree tree, Trees trees) {
  static Source parse(String path, String text) {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("source:///" + path), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
    try {
      CompilationUnitTree tree = task.parse().iterator().next();
      return new Source(path, text, tree, Trees.instance(task));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot parse " + path, e);
    }
  }

  /** The folder of the module, such as {@code engine} or {@code third-party/orc}. */
  String module() {
    return path.substring(0, path.indexOf("/src/"));
  }

  boolean isMain() {
    return path.contains("/src/main/");
  }

  long line(long position) {
    return tree.getLineMap().getLineNumber(position);
  }
}
