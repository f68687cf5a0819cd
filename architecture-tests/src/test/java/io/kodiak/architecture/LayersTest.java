package io.kodiak.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every rule of {@link LayerRules}, {@link TreeRules} and {@link StyleRules} holds for all of
 * Kodiak.
 */
class LayersTest {
  @TestFactory
  Stream<DynamicTest> holds() throws IllegalAccessException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Class<?> rules : List.of(LayerRules.class, TreeRules.class, StyleRules.class)) {
      for (Field field : rules.getDeclaredFields()) {
        if (field.getType() == ArchRule.class) {
          ArchRule rule = (ArchRule) field.get(null);
          tests.add(DynamicTest.dynamicTest(field.getName(), () -> rule.check(Classes.KODIAK)));
        }
      }
    }
    return tests.stream();
  }
}
