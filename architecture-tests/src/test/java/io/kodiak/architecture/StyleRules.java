package io.kodiak.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The house rules that can be seen in class files. */
final class StyleRules {
  private static final int MOST_ABSTRACT_METHODS = 8;

  /** A word of a camel-case name, not a part of one: "Implicit" is no "Impl". */
  private static final Pattern EMPTY_WORD =
      Pattern.compile("(?:Manager|Utils?|Helpers?|Impl|Abstract)(?![a-z])");

  private static final String[] LIBRARY = {
    "..kodiak.api..",
    "..kodiak.engine..",
    "..kodiak.memtable..",
    "..kodiak.compaction..",
    "..kodiak.format..",
    "..kodiak.assembly.."
  };

  static final ArchRule NAMES_SAY_SOMETHING =
      classes().should(haveNoEmptyWordInTheirName()).allowEmptyShould(true);

  static final ArchRule ACCESSORS_HAVE_NO_PREFIX =
      methods()
          .that(areOwnAccessors())
          .should()
          .haveNameNotMatching("get[A-Z].*")
          .allowEmptyShould(true);

  static final ArchRule API_INTERFACES_ARE_SMALL =
      classes()
          .that()
          .resideInAPackage("..kodiak.api..")
          .and()
          .areInterfaces()
          .should(haveAtMostEightAbstractMethods())
          .allowEmptyShould(true);

  static final ArchRule NO_JAVA_SERIALIZATION =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.io\\.(Object(Input|Output)(Stream|Validation)?.*|Externalizable"
                  + "|Serializable|Invalid.*Exception)")
          .because("its gadgets run code from data")
          .allowEmptyShould(true);

  static final ArchRule CLASSES_ARE_FINAL =
      classes()
          .that()
          .resideInAnyPackage(LIBRARY)
          .should(beClosedForExtension())
          .allowEmptyShould(true);

  static final ArchRule STATICS_ARE_FINAL =
      fields()
          .that()
          .areStatic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(LIBRARY)
          .should()
          .beFinal()
          .because("two databases in one process share nothing")
          .allowEmptyShould(true);

  static final ArchRule LIBRARY_PRINTS_NOTHING =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARY)
          .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
          .allowEmptyShould(true);

  static final ArchRule LIBRARY_NEVER_EXITS =
      noClasses()
          .that()
          .resideInAnyPackage(LIBRARY)
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(Runtime.class, "halt", int.class)
          .because("the process belongs to the application")
          .allowEmptyShould(true);

  private StyleRules() {}

  private static ArchCondition<JavaClass> haveNoEmptyWordInTheirName() {
    return new ArchCondition<>("have no Manager, Util, Helper, Impl or Abstract in their name") {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                subject,
                !EMPTY_WORD.matcher(subject.getSimpleName()).find(),
                subject.getName() + " has an empty word in its name"));
      }
    };
  }

  private static DescribedPredicate<JavaMethod> areOwnAccessors() {
    return describe(
        "are accessors that override no method of a library",
        method ->
            method.getRawParameterTypes().isEmpty()
                && !method.getModifiers().contains(JavaModifier.SYNTHETIC)
                && method.getOwner().getAllRawSuperclasses().stream()
                    .noneMatch(type -> isForeignOwner(type, method))
                && method.getOwner().getAllRawInterfaces().stream()
                    .noneMatch(type -> isForeignOwner(type, method)));
  }

  private static boolean isForeignOwner(JavaClass type, JavaMethod method) {
    return !type.getPackageName().contains("kodiak")
        && type.tryGetMethod(method.getName()).isPresent();
  }

  private static ArchCondition<JavaClass> haveAtMostEightAbstractMethods() {
    return new ArchCondition<>("have at most " + MOST_ABSTRACT_METHODS + " abstract methods") {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        Set<String> abstractMethods = new TreeSet<>();
        for (JavaMethod method : subject.getAllMethods()) {
          boolean fromObject = method.getOwner().isEquivalentTo(Object.class);
          if (!fromObject && method.getModifiers().contains(JavaModifier.ABSTRACT)) {
            abstractMethods.add(method.getName() + method.getRawParameterTypes());
          }
        }
        events.add(
            new SimpleConditionEvent(
                subject,
                abstractMethods.size() <= MOST_ABSTRACT_METHODS,
                subject.getName() + " has " + abstractMethods.size() + ": " + abstractMethods));
      }
    };
  }

  private static ArchCondition<JavaClass> beClosedForExtension() {
    return new ArchCondition<>("be final, sealed, or extended within Kodiak") {
      @Override
      public void check(JavaClass subject, ConditionEvents events) {
        boolean closed =
            subject.isInterface()
                || subject.isEnum()
                || subject.isRecord()
                || subject.isAnonymousClass()
                || subject.getSimpleName().equals("package-info")
                || subject.getModifiers().contains(JavaModifier.FINAL)
                || subject.getModifiers().contains(JavaModifier.ABSTRACT)
                || !subject.getSubclasses().isEmpty();
        events.add(new SimpleConditionEvent(subject, closed, subject.getName() + " is open"));
      }
    };
  }
}
