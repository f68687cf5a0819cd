package planted.kodiak.api;

/** An interface of the api may have eight abstract methods. */
public interface NineMethods extends Runnable {
  void a();

  void b();

  void c();

  void d();

  void e();

  void f();

  void g();

  void h();
}
