package io.kodiak.engine.database;

final class CompactionWork implements Worker.Task {
  static final class Request {
    boolean isDone() {
      return true;
    }
  }

  Request request(TableState table) {
    return new Request();
  }

  void withdraw(Request request) {}

  void cancelAll() {}

  @Override
  public boolean runOnce() {
    return false;
  }
}
