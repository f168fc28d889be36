#define _GNU_SOURCE
#include <malloc.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>

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

int linux_be_nice(void) { return setpriority(PRIO_PROCESS, 0, 10); }

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
