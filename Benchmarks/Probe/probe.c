// What this machine can do at most: streams memory, or multiplies and adds, for whoever asks.
//
// Each line of input is `stream BYTES MILLISECONDS` or `madd float|double MILLISECONDS`. The answer to the first is how many
// bytes a nanosecond are read and written by y = a y + b x over a working set of so many bytes in all; to the second, how
// many multiply-adds a nanosecond are made by one core from its registers. Both are medians.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef __AVX512F__
#define WIDTH 64
#elif defined(__AVX__)
#define WIDTH 32
#else
#define WIDTH 16
#endif
typedef float floats __attribute__((vector_size(WIDTH)));
typedef double doubles __attribute__((vector_size(WIDTH)));

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return 1e9 * time.tv_sec + time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, int count) {
  qsort(values, count, sizeof *values, ascending);
  return values[count / 2];
}

enum { most = 1 << 16 };
static double samples[most];

static double stream(long bytes, double milliseconds) {
  long n = bytes / 2 / (4 * WIDTH) * 4;  // vectors in each of the two arrays
  if (n < 4) n = 4;
  floats *restrict x = aligned_alloc(64, n * WIDTH), *restrict y = aligned_alloc(64, n * WIDTH);
  for (long i = 0; i < n; i++) x[i] = y[i] = (floats){0} + 1;
  long passes = 1 + 50000 / n;  // so many that the clock does not count
  int count = 0;
  for (double end = now() + 1e6 * milliseconds; count < most && (count < 5 || now() < end); count++) {
    double start = now();
    for (long pass = 0; pass < passes; pass++) {
      for (long i = 0; i < n; i += 4)
        for (long k = i; k < i + 4; k++) y[k] = 0.75f * y[k] + 0.25f * x[k];
      __asm__ volatile("" : : "r"(x), "r"(y) : "memory");
    }
    samples[count] = 3.0 * n * WIDTH * passes / (now() - start);
  }
  free(x);
  free(y);
  return median(samples, count);
}

// Twelve sums of their own: enough for the units of any core to be busy while the results before are on their way. They begin
// apart, or a compiler would see that they are one.
#define MADD(NAME, VECTOR, SCALAR)                                                                        \
  static double NAME(double milliseconds) {                                                              \
    enum { sums = 12, turns = 10000 };                                                                    \
    VECTOR half = (VECTOR){0} + (SCALAR)0.5, sum[sums];                                                   \
    volatile SCALAR sink = 0;                                                                             \
    int count = 0;                                                                                        \
    for (int i = 0; i < sums; i++) sum[i] = half * (SCALAR)i;                                             \
    for (double end = now() + 1e6 * milliseconds; count < most && (count < 5 || now() < end); count++) {  \
      double start = now();                                                                               \
      for (int turn = 0; turn < turns; turn++)                                                            \
        for (int i = 0; i < sums; i++) sum[i] = sum[i] * half + half;                                     \
      for (int i = 0; i < sums; i++) sink += sum[i][0];                                                   \
      samples[count] = (double)turns * sums * (WIDTH / sizeof(SCALAR)) / (now() - start);                 \
    }                                                                                                     \
    return median(samples, count);                                                                        \
  }
MADD(madd_float, floats, float)
MADD(madd_double, doubles, double)

int main(void) {
  char what[16], size[32];
  double milliseconds;
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (scanf("%15s %31s %lf", what, size, &milliseconds) == 3) {
    if (!strcmp(what, "stream"))
      printf("%.4f\n", stream(atol(size), milliseconds));
    else
      printf("%.4f\n", strcmp(size, "double") ? madd_float(milliseconds) : madd_double(milliseconds));
  }
}
