#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <sched.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"

const int linux_limit_rtprio = RLIMIT_RTPRIO;
const int linux_limit_memlock = RLIMIT_MEMLOCK;
const int linux_policy_last = SCHED_IDLE;

unsigned long linux_raise_limit(int resource) {
  struct rlimit limit = {0, 0};
  if (getrlimit(resource, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(resource, &limit);
  return limit.rlim_max;
}

int linux_schedule(int priority) {
  struct sched_param parameters = {.sched_priority = priority};
  return sched_setscheduler(0, (priority > 0 ? SCHED_FIFO : SCHED_OTHER) | SCHED_RESET_ON_FORK, &parameters);
}

int linux_schedule_last(void) {
  struct sched_param parameters = {.sched_priority = 0};
  return sched_setscheduler(0, SCHED_IDLE, &parameters);
}

// The kernel's sched_attr, in its first size: C libraries before glibc 2.41 have none.
struct attributes {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t slice, deadline, period;
};

// The slice, in nanoseconds, is from 0.1 to 100 ms, or 0 for the usual one.
static int set_share(int nice, uint64_t slice) {
  // Who has chosen another policy for the process keeps it.
  if (sched_getscheduler(0) != SCHED_OTHER) return errno = EINVAL, -1;
  struct attributes attributes = {.size = sizeof attributes, .policy = SCHED_OTHER, .nice = nice, .slice = slice};
  return syscall(SYS_sched_setattr, 0, &attributes, 0);
}

int linux_be_prompt(void) { return set_share(getpriority(PRIO_PROCESS, 0), 100000); }

int linux_be_nice(void) {
  // Where a sandbox forbids the one it may allow the other.
  return set_share(10, 0) == 0 ? 0 : setpriority(PRIO_PROCESS, 0, 10);
}

int linux_allows_cpu(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  return cpu >= 0 && cpu < CPU_SETSIZE && sched_getaffinity(0, sizeof set, &set) == 0 && CPU_ISSET(cpu, &set);
}

int linux_pin(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return sched_setaffinity(0, sizeof set, &set);
}

int linux_lock_memory(void) {
  if (mlockall(MCL_CURRENT) != 0) return -1;
  return mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

void linux_keep_freed_memory(void) {
  mallopt(M_TRIM_THRESHOLD, -1);
  mallopt(M_MMAP_MAX, 0);
}

void linux_touch_stack(void) {
  volatile char room[256 * 1024];
  for (size_t i = 0; i < sizeof room; i += 1024) room[i] = 0;
}

void linux_touch_heap(int blocks) {
  char *taken[1024];
  for (int b = 0; b < blocks; b++) {
    taken[b] = malloc(65536);
    for (int i = 0; taken[b] && i < 65536; i += 1024) ((volatile char *)taken[b])[i] = 0;
  }
  for (int b = 0; b < blocks; b++) free(taken[b]);
}
