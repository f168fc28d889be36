#include "clones.h"
#include "include/CKernels.h"

// 16 items, in as many elements of two vectors.
#define BLOCK 16
typedef float vector __attribute__((vector_size(32), aligned(4), may_alias));
#define LOAD(pointer) (*(const vector *)(pointer))
// Whether an element of both vectors is at most `bound`.
static inline int any_within(const float *values, float bound) {
  int found = 0;
  for (int k = 0; k < BLOCK; k++) found |= values[k] <= bound;
  return found;
}

CLONES long markercast_likely(
    const float *restrict columns, long width, long rows, long place, const float *restrict squares,
    const float *restrict q, float square, long start, long end, float bound, long *restrict items) {
  RELAXED
  long found = 0, early = 3 * place < rows ? 3 * place : rows;
  float early_square = 0;
  for (long row = place; row < early; row++) early_square += q[row] * q[row];
  for (; start < end; start += BLOCK) {
    vector away0 = {0}, away1 = {0}, along0 = {0}, along1 = {0}, part0 = {0}, part1 = {0};
    float distance[BLOCK];
    for (long row = 0; row < place; row++) {
      const float *line = columns + row * width + start;
      vector a = LOAD(line) - q[row], b = LOAD(line + 8) - q[row];
      away0 += a * a, away1 += b * b;
    }
    *(vector *)distance = away0, *(vector *)(distance + 8) = away1;
    // The places alone can tell that nothing here is near.
    if (!any_within(distance, bound)) continue;
    for (long row = place; row < early; row++) {
      const float *line = columns + row * width + start;
      vector a = LOAD(line), b = LOAD(line + 8);
      along0 += a * q[row], along1 += b * q[row], part0 += a * a, part1 += b * b;
    }
    // So can they with the shortest differences: with any amplitude, those are apart by as much.
    vector sum0 = along0 + part0, sum1 = along1 + part1;
    *(vector *)distance = away0 + (early_square + part0 - sum0 * sum0 / (2 * part0 + 1e-30f));
    *(vector *)(distance + 8) = away1 + (early_square + part1 - sum1 * sum1 / (2 * part1 + 1e-30f));
    if (!any_within(distance, bound)) continue;
    for (long row = early; row < rows; row++) {
      const float *line = columns + row * width + start;
      along0 += LOAD(line) * q[row], along1 += LOAD(line + 8) * q[row];
    }
    const vector none = {0}, least = none + (float)(1 / 1.3), most = none + (float)1.3;
    vector own0 = LOAD(squares + start), own1 = LOAD(squares + start + 8);
    vector a0 = (along0 + own0) / (2 * own0 + 1e-12f), a1 = (along1 + own1) / (2 * own1 + 1e-12f);
    a0 = __builtin_elementwise_min(__builtin_elementwise_max(a0, least), most);
    a1 = __builtin_elementwise_min(__builtin_elementwise_max(a1, least), most);
    // |d - a d_i|^2 by its parts, which rounding may make less than nothing.
    vector apart0 = __builtin_elementwise_max(square - 2 * a0 * along0 + a0 * a0 * own0, none);
    vector apart1 = __builtin_elementwise_max(square - 2 * a1 * along1 + a1 * a1 * own1, none);
    *(vector *)distance = away0 + apart0 + (a0 - 1) * (a0 - 1) * own0;
    *(vector *)(distance + 8) = away1 + apart1 + (a1 - 1) * (a1 - 1) * own1;
    if (!any_within(distance, bound)) continue;
    long count = end - start < BLOCK ? end - start : BLOCK;
    for (long k = 0; k < count; k++) {
      items[found] = start + k;
      found += distance[k] <= bound;
    }
  }
  return found;
}

CLONES double markercast_unlikeness(
    const double *restrict v, const double *restrict q, long count, long place, double square,
    double *restrict amplitude) {
  RELAXED
  double product = 0, distance = 0;
  for (long i = place; i < count; i++) product += v[i] * q[i];
  double a = (product + square) / (2 * square + 1e-12);
  a = a < 1 / 1.3 ? 1 / 1.3 : a;
  a = a > 1.3 ? 1.3 : a;
  for (long i = place; i < count; i++) distance += (q[i] - a * v[i]) * (q[i] - a * v[i]);
  for (long i = 0; i < place; i++) distance += (v[i] - q[i]) * (v[i] - q[i]);
  *amplitude = a;
  return distance + (a - 1) * (a - 1) * square;
}
