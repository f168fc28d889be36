#ifndef MARKERCAST_CLINUX_H
#define MARKERCAST_CLINUX_H

// What Swift's Glibc module leaves out of Linux: calls that need _GNU_SOURCE, and their macros.

extern const int linux_limit_rtprio;
extern const int linux_limit_memlock;
extern const int linux_policy_last;

/// Raises the soft limit of `resource` to the hard one, and returns it.
unsigned long linux_raise_limit(int resource);
/// Schedules the calling thread first-in-first-out at `priority`, or as usual where that is 0; threads that it starts
/// are scheduled as usual. 0, or -1 with errno.
int linux_schedule(int priority);
/// Has the calling thread run where no other wants the CPU, and give way to any that does. 0, or -1 with errno.
int linux_schedule_last(void);
/// Has the calling thread, and those that it starts, leave the CPU to those of ordinary niceness where both want it. 0, or -1
/// with errno.
int linux_be_nice(void);
/// Whether the calling thread may run on `cpu`.
int linux_allows_cpu(int cpu);
/// Keeps the calling thread on `cpu`, below CPU_SETSIZE. 0, or -1 with errno.
int linux_pin(int cpu);
/// Reads in and locks the memory that the process has, and locks what it gets later once that is touched. 0, or -1 with
/// errno.
int linux_lock_memory(void);
/// Lets freed memory stay with the process, so that taking it again asks nothing of the kernel.
void linux_keep_freed_memory(void);
/// Touches 256 kB of the calling thread's stack.
void linux_touch_stack(void);
/// Touches `blocks` times 64 kB of the heap that the calling thread takes from, up to 1024 times.
void linux_touch_heap(int blocks);

/// Tells the CPU that a loop waits, so that it draws less power and leaves more to its hyper-thread.
static inline void linux_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
