package io.kodiak.benchmarks.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.benchmarks.base.MeasuredSection;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class MemtableReportTest {
  private static final Figure FIGURE = figure("trie", Operation.GET, 3, 12.5);

  @TempDir Path directory;

  private static Figure figure(String memtable, Operation operation, int round, double nanos) {
    Figure.Cell cell = new Figure.Cell(memtable, KeyShape.URL, 100_000, operation);
    return new Figure(cell, round, new Sample(nanos, nanos / 2, 48));
  }

  private static Figures figures() {
    List<Figure> figures = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      figures.add(figure("skiplist", operation, 1, 100));
      figures.add(figure("trie", operation, 1, 30));
      figures.add(figure("trie", operation, 2, 90));
      figures.add(figure("trie", operation, 3, 50));
      figures.add(figure(SkipListMap.NAME, operation, 1, 20_000));
    }
    figures.removeIf(
        figure ->
            figure.cell().memtable().equals("skiplist")
                && figure.cell().operation() == Operation.MISS);
    return new Figures(figures);
  }

  @Test
  void figuresSurviveTheFile() throws Exception {
    FigureFile file = new FigureFile(directory.resolve("below").resolve("figures"));
    file.drop(List.of());
    file.append(FIGURE);
    file.append(figure("sorted", Operation.GET, 1, 7));
    assertThat(file.read().of(FIGURE.cell())).isEqualTo(FIGURE.sample());
    file.drop(List.of("trie"));
    assertThat(file.read().of(FIGURE.cell())).isNull();
    assertThat(file.read().memtables()).containsExactly("sorted");
  }

  @Test
  void aTableShowsMediansMarksTheBestAndSaysWhatIsMissing() {
    String table = new Tables(figures(), false).summary();
    List<String> lines = table.lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(2)).startsWith("| skiplist").contains(" – ").contains(" 100 ");
    assertThat(lines.get(3)).startsWith("| trie").contains("**50**");
    assertThat(lines.get(4)).startsWith("| ConcurrentSkipListMap").contains("20,000");
    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  void aChartIsWellFormedAndCutsWhatIsTooLong() throws Exception {
    String svg = new Chart(figures(), false).svg();
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
    assertThat(svg).contains(">20,000<").contains("class=\"cut\"");
  }

  @Test
  void aDocumentKeepsWhatIsOutsideTheMarks() throws Exception {
    String before = "# Title\n<!-- measured: begin -->\nold\n";
    Path path = directory.resolve("memtables.md");
    Files.writeString(path, before + "<!-- measured: end -->\nrest\n");
    MemtableDocument document = new MemtableDocument(directory);
    document.write(new Tables(figures(), false), new Chart(figures(), false));
    String once = Files.readString(path);
    document.write(new Tables(figures(), false), new Chart(figures(), false));
    assertThat(Files.readString(path))
        .isEqualTo(once)
        .startsWith("# Title\n<!-- measured: begin -->\n")
        .endsWith("<!-- measured: end -->\nrest\n")
        .contains("memtables.svg")
        .doesNotContain("old");
    assertThat(directory.resolve("memtables.svg")).exists();
  }

  @Test
  void aDocumentWithoutMarksIsAnError() {
    assertThatThrownBy(() -> MeasuredSection.replace("nothing", "text"))
        .hasMessageContaining("measured: begin");
  }
}
