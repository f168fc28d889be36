// What Swift's Glibc module leaves out of Linux: calls that need _GNU_SOURCE, and their macros.
#pragma once
#define _GNU_SOURCE
#include <malloc.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

static const int linux_limit_rtprio = RLIMIT_RTPRIO;
static const int linux_limit_memlock = RLIMIT_MEMLOCK;

// Raises the soft limit of `resource` to the hard one, and returns it.
static inline rlim_t linux_raise_limit(int resource) {
  struct rlimit limit = {0, 0};
  if (getrlimit(resource, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(resource, &limit);
  return limit.rlim_max;
}

// Schedules the calling thread first-in-first-out at `priority`, or as usual where that is 0; threads that it starts are
// scheduled as usual. 0, or -1 with errno.
static inline int linux_schedule(int priority) {
  struct sched_param parameters = {.sched_priority = priority};
  return sched_setscheduler(0, (priority > 0 ? SCHED_FIFO : SCHED_OTHER) | SCHED_RESET_ON_FORK, &parameters);
}

// Whether the calling thread may run on `cpu`.
static inline int linux_allows_cpu(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  return cpu >= 0 && cpu < CPU_SETSIZE && sched_getaffinity(0, sizeof set, &set) == 0 && CPU_ISSET(cpu, &set);
}

// Keeps the calling thread on `cpu`, below CPU_SETSIZE. 0, or -1 with errno.
static inline int linux_pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return sched_setaffinity(0, sizeof set, &set);
}

// Reads in and locks the memory that the process has, and locks what it gets later once that is touched. 0, or -1 with
// errno.
static inline int linux_lock_memory(void) {
  if (mlockall(MCL_CURRENT) != 0) return -1;
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

// Lets freed memory stay with the process, so that taking it again asks nothing of the kernel.
static inline void linux_keep_freed_memory(void) {
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_MMAP_MAX, 0);
}

// Touches 256 kB of the calling thread's stack.
__attribute__((noinline)) static void linux_touch_stack(void) {
  volatile char room[256 * 1024];
  for (size_t i = 0; i < sizeof room; i += 1024) room[i] = 0;
}

// Touches `blocks` times 64 kB of the heap that the calling thread takes from, up to 1024 times.
__attribute__((noinline)) static void linux_touch_heap(int blocks) {
  char *taken[1024];
  for (int b = 0; b < blocks; b++) {
    taken[b] = malloc(65536);
    for (int i = 0; taken[b] && i < 65536; i += 1024) ((volatile char *)taken[b])[i] = 0;
  }
  for (int b = 0; b < blocks; b++) free(taken[b]);
}
