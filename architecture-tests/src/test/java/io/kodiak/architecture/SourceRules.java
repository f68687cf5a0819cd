package io.kodiak.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.StatementTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/** The house rules that only the sources show. Every rule returns the violations that it finds. */
final class SourceRules {
  static final int MOST_LINES_OF_A_FILE = 400;
  static final int MOST_LINES_OF_A_METHOD = 80;

  /** Put together from parts, so that this file does not match itself. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(?:TO" + "DO|FIX" + "ME|XX" + "X)\\b|@(?:Dis" + "abled|Ig" + "nore)\\b");

  /** A busy machine is slow: a limit makes a test fail for no fault of the code. */
  private static final Pattern TIME_LIMIT =
      Pattern.compile("@Time" + "out\\b|\\bassertTime" + "out(?:Preemptively)?\\(");

  private static final List<String> CONTRACT =
      List.of("Ordering", "Threading", "Lifecycle", "Failure");

  /** What makes a default method more than a delegation. */
  private static final Set<Tree.Kind> LOGIC =
      EnumSet.of(
          Tree.Kind.IF,
          Tree.Kind.CONDITIONAL_EXPRESSION,
          Tree.Kind.SWITCH,
          Tree.Kind.SWITCH_EXPRESSION,
          Tree.Kind.FOR_LOOP,
          Tree.Kind.ENHANCED_FOR_LOOP,
          Tree.Kind.WHILE_LOOP,
          Tree.Kind.DO_WHILE_LOOP,
          Tree.Kind.TRY,
          Tree.Kind.SYNCHRONIZED,
          Tree.Kind.CONDITIONAL_AND,
          Tree.Kind.CONDITIONAL_OR,
          Tree.Kind.LAMBDA_EXPRESSION);

  private SourceRules() {}

  static List<String> fileIsShort(Source source) {
    long lines = source.text().lines().count();
    return lines <= MOST_LINES_OF_A_FILE
        ? List.of()
        : List.of("%s has %d lines".formatted(source.path(), lines));
  }

  static List<String> methodsAreShort(Source source) {
    List<String> violations = new ArrayList<>();
    SourcePositions positions = source.trees().getSourcePositions();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        long end = positions.getEndPosition(source.tree(), method);
        if (method.getBody() != null && end >= 0) {
          long first = source.line(positions.getStartPosition(source.tree(), method));
          long lines = source.line(end) - first + 1;
          if (lines > MOST_LINES_OF_A_METHOD) {
            violations.add(
                "%s:%d %s() has %d lines".formatted(source.path(), first, method.getName(), lines));
          }
        }
        return super.visitMethod(method, null);
      }
    }.scan(source.tree(), null);
    return violations;
  }

  static List<String> defaultMethodsHoldNoLogic(Source source) {
    List<String> violations = new ArrayList<>();
    SourcePositions positions = source.trees().getSourcePositions();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(MethodTree method, Void unused) {
        boolean isDefault = method.getModifiers().getFlags().contains(Modifier.DEFAULT);
        if (isDefault && holdsLogic(method)) {
          violations.add(
              "%s:%d default method %s() holds logic"
                  .formatted(
                      source.path(),
                      source.line(positions.getStartPosition(source.tree(), method)),
                      method.getName()));
        }
        return super.visitMethod(method, null);
      }
    }.scan(source.tree(), null);
    return violations;
  }

  private static boolean holdsLogic(MethodTree method) {
    List<? extends StatementTree> statements = method.getBody().getStatements();
    if (statements.size() > 1) {
      return true;
    }
    boolean[] logic = new boolean[1];
    new TreeScanner<Void, Void>() {
      @Override
      public Void scan(Tree tree, Void unused) {
        logic[0] |= tree != null && LOGIC.contains(tree.getKind());
        return super.scan(tree, null);
      }
    }.scan(statements, null);
    return logic[0];
  }

  static List<String> namesNoPlugin(Source source, Set<String> pluginNames) {
    List<String> violations = new ArrayList<>();
    SourcePositions positions = source.trees().getSourcePositions();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void unused) {
        if (literal.getValue() instanceof String text && pluginNames.contains(text)) {
          violations.add(
              "%s:%d names the plug-in \"%s\""
                  .formatted(
                      source.path(),
                      source.line(positions.getStartPosition(source.tree(), literal)),
                      text));
        }
        return super.visitLiteral(literal, null);
      }
    }.scan(source.tree(), null);
    return violations;
  }

  static List<String> nothingIsLeftUnfinished(Source source) {
    return matches(source, UNFINISHED);
  }

  static List<String> testsHaveNoTimeLimit(Source source) {
    return matches(source, TIME_LIMIT);
  }

  private static List<String> matches(Source source, Pattern pattern) {
    List<String> violations = new ArrayList<>();
    Matcher matcher = pattern.matcher(source.text());
    while (matcher.find()) {
      long line = source.text().substring(0, matcher.end()).lines().count();
      violations.add("%s:%d %s".formatted(source.path(), line, matcher.group()));
    }
    return violations;
  }

  /** The package-info of the SPI is its contract. */
  static List<String> packageInfoStatesTheContract(Source packageInfo) {
    List<String> violations = new ArrayList<>();
    for (String part : CONTRACT) {
      if (!packageInfo.text().contains(part)) {
        violations.add(packageInfo.path() + " says nothing on " + part);
      }
    }
    return violations;
  }

  /** Files in one folder are flat: a top-level type each, named like the file. */
  static List<String> holdsOneTopLevelType(Source source) {
    long types = source.tree().getTypeDecls().stream().filter(ClassTree.class::isInstance).count();
    return types <= 1 ? List.of() : List.of(source.path() + " holds " + types + " types");
  }
}
