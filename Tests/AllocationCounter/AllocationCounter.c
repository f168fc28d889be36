// Takes the place of glibc's malloc and its kin in whatever program it is linked into, for all that the program loads:
// each of them counts and calls glibc's own. What is freed stays glibc's affair.
//
// glibc documents that malloc may be replaced by a program's own functions of these names ("Replacing malloc").

#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Thread_local bool is_counting;
static _Thread_local uint64_t count;

void count_allocations(bool is_on) { is_counting = is_on; }

uint64_t allocations_counted(void) { return count; }

// A sanitizer has taken their place already, and wants to be asked for all that is freed.
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)

bool can_count_allocations(void) { return false; }

#else

bool can_count_allocations(void) { return true; }

static void note(void) {
  if (is_counting) count++;
}

void *malloc(size_t size) {
  note();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  note();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  note();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  note();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
  note();
  void *block = __libc_memalign(alignment, size);
  if (block == NULL) return ENOMEM;
  *result = block;
  return 0;
}

#endif
