// A function so marked is compiled for processors with AVX2 and FMA and for all others, where the compiler can do that.
#if defined(__linux__)
#include <features.h>
#endif

// The loader asks which of the two is to run before the thread sanitizer is ready for anything.
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define ONE_VERSION
#endif
#endif

// Which of the two runs is chosen by the loader of glibc; others cannot.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(ONE_VERSION)
#define CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

// In each function: sums may be reordered, and a product and a sum be one operation.
#define RELAXED _Pragma("clang fp reassociate(on) contract(fast)")
