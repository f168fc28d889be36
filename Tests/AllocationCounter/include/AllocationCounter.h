#pragma once

#include <stdbool.h>
#include <stdint.h>

/// Whether allocations are counted in this program: not in one that a sanitizer watches.
bool can_count_allocations(void);

/// Begins or ends the counting of this thread's allocations.
void count_allocations(bool is_on);

/// The allocations that were counted in this thread until now.
uint64_t allocations_counted(void);
