package io.kodiak.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;

/** Who may change the tree of SSTables. */
final class TreeRules {
  /** Versions and trees are immutable: what changes them returns another one. */
  private static final Map<String, Set<String>> CALLERS_OF_CHANGES =
      Map.of(
          "Tree", Set.of("Tree", "Version"),
          "Version", Set.of("Version", "VersionSet", "Recovery"));

  /** What makes a change durable and visible. */
  private static final Map<String, Set<String>> CALLERS =
      Map.of(
          "ManifestLog", Set.of("ManifestLog", "VersionSet"),
          "LiveVersions", Set.of("LiveVersions", "VersionSet"));

  static final ArchRule ONLY_VERSION_SET_CHANGES_THE_TREE =
      classes()
          .that()
          .resideInAPackage("..kodiak.engine..")
          .should(changeTheTreeOnlyAsVersionSet())
          .because("a change is an edit, and only VersionSet.apply(edit) makes one")
          .allowEmptyShould(true);

  private TreeRules() {}

  private static ArchCondition<JavaClass> changeTheTreeOnlyAsVersionSet() {
    return new ArchCondition<>("change the tree only as VersionSet does") {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        String caller = outermost(subject).getSimpleName();
        for (JavaCall<?> call : subject.getCodeUnitCallsFromSelf()) {
          if (!allowed(caller, call.getTarget())) {
            events.add(SimpleConditionEvent.violated(subject, call.getDescription()));
          }
        }
      }
    };
  }

  private static boolean allowed(String caller, CodeUnitCallTarget target) {
    JavaClass owner = target.getOwner();
    if (!owner.getPackageName().endsWith("kodiak.engine.manifest")) {
      return true;
    }
    String name = owner.getSimpleName();
    boolean change =
        target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
            || target.getRawReturnType().equals(owner);
    if (CALLERS_OF_CHANGES.containsKey(name)) {
      boolean creation = name.equals("Tree") && target.getName().equals("empty");
      return !change || creation || CALLERS_OF_CHANGES.get(name).contains(caller);
    }
    return !CALLERS.containsKey(name) || CALLERS.get(name).contains(caller);
  }

  private static JavaClass outermost(JavaClass type) {
    JavaClass outer = type;
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
