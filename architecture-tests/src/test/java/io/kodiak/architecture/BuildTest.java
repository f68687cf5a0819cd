package io.kodiak.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lists that repeat what the root pom says are kept in step with it. */
class BuildTest {
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(kodiak-[^<]+)<");
  private static final Set<String> NOT_PUBLISHED =
      Set.of("architecture-tests", "benchmarks", "examples", "examples/plugin");

  @Test
  void bomListsEveryPublishedModule() throws IOException {
    List<String> published = new ArrayList<>();
    for (String module : SourceTree.modules()) {
      if (!NOT_PUBLISHED.contains(module) && !module.equals("third-party/bom")) {
        published.add(artifact(module));
      }
    }
    List<String> listed = artifacts("third-party/bom");
    listed.remove("kodiak-bom");
    assertThat(listed).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  void launcherOfTheCheckoutWatchesEveryModuleOfTheDistribution() throws IOException {
    String launcher = Files.readString(SourceTree.ROOT.resolve("kodiak"));
    Matcher list = Pattern.compile("for module in (.*?); do", Pattern.DOTALL).matcher(launcher);
    assertThat(list.find()).isTrue();
    List<String> watched = List.of(list.group(1).replace("\\\n", " ").strip().split("\\s+"));
    List<String> modules = new ArrayList<>(SourceTree.modules());
    modules.removeAll(NOT_PUBLISHED);
    modules.remove("third-party/bom");
    assertThat(watched).containsExactlyInAnyOrderElementsOf(modules);
  }

  private static String artifact(String module) throws IOException {
    List<String> artifacts = artifacts(module);
    artifacts.remove("kodiak-parent");
    return artifacts.get(0);
  }

  private static List<String> artifacts(String module) throws IOException {
    List<String> artifacts = new ArrayList<>();
    String pom = Files.readString(SourceTree.ROOT.resolve(module).resolve("pom.xml"));
    Matcher matcher = ARTIFACT.matcher(pom);
    while (matcher.find()) {
      artifacts.add(matcher.group(1));
    }
    return artifacts;
  }
}
