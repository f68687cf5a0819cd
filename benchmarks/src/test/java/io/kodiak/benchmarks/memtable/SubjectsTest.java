package io.kodiak.benchmarks.memtable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.benchmarks.store.MemtableChoice;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  @Test
  void settingsFollowTheName() {
    MemtableChoice choice = MemtableChoice.parse("skiplist:length=14:share=0.5:fast=true:by=size");
    assertThat(choice.name()).isEqualTo("skiplist");
    assertThat(choice.settings())
        .isEqualTo(Map.of("length", 14L, "share", 0.5, "fast", true, "by", "size"));
  }

  @Test
  void whatUsersSetComesBeforeWhatFitsTheKeys() {
    MemtableChoice choice = MemtableChoice.parse("skiplist:length=14").orElse("length", 8);
    assertThat(choice.settings()).isEqualTo(Map.of("length", 14L));
    assertThat(choice.orElse("other", 3).settings()).containsEntry("other", 3);
  }

  @Test
  void namesAreChecked() {
    assertThatCode(() -> Subjects.names().forEach(Subjects::check)).doesNotThrowAnyException();
    assertThatThrownBy(() -> Subjects.check("skiplst")).hasMessageContaining("skiplist");
    assertThatThrownBy(() -> Subjects.check("skiplist:8")).hasMessageContaining("key=value");
  }
}
