#include "clones.h"
#include "include/CKernels.h"

CLONES void markercast_symmetric_multiply(
    const double *restrict s, long stride, long count, const double *restrict x, double *restrict y) {
  RELAXED
  long row = 0;
  for (long i = 0; i < count; i++) y[i] = 0;
  for (; row + 2 <= count; row += 2) {
    const double *r0 = s + row * stride, *r1 = r0 + stride;
    double x0 = x[row], x1 = x[row + 1], y0 = 0, y1 = 0;
    for (long i = 0; i < row; i++) {
      double a = r0[i], b = r1[i], v = x[i];
      y0 += a * v;
      y1 += b * v;
      y[i] += a * x0 + b * x1;
    }
    y[row] = y0 + r0[row] * x0 + r1[row] * x1;
    y[row + 1] = y1 + r1[row] * x0 + r1[row + 1] * x1;
  }
  if (row < count) {
    const double *r = s + row * stride;
    double sum = 0;
    for (long i = 0; i < row; i++) {
      sum += r[i] * x[i];
      y[i] += r[i] * x[row];
    }
    y[row] = sum + r[row] * x[row];
  }
}

CLONES void markercast_symmetric_update(
    double *restrict s, long stride, long count, double f, double a, const double *restrict u, double b, const double *restrict v) {
  RELAXED
  for (long row = 0; row < count; row++) {
    double *r = s + row * stride;
    double c = a * u[row];
    if (v) {
      double d = b * v[row];
      for (long i = 0; i <= row; i++) r[i] = f * r[i] - c * u[i] - d * v[i];
    } else {
      for (long i = 0; i <= row; i++) r[i] = f * r[i] - c * u[i];
    }
  }
}

typedef double vector __attribute__((vector_size(32), aligned(8), may_alias));
#define AT(pointer) (*(vector *)(pointer))
#define LOAD(pointer) (*(const vector *)(pointer))
#define SUM(x) ({ vector sum_ = (x); (sum_[0] + sum_[1]) + (sum_[2] + sum_[3]); })

CLONES void markercast_correct(
    double *restrict c, long rows, long columns, const double *restrict targets, const double *restrict u,
    const double *restrict g, const double *restrict g2, double strength, long leaking) {
  RELAXED
  long row = 0;
  // Three rows, one marker's, share the loads of what is common to them.
  for (; row + 3 <= rows; row += 3) {
    double *r0 = c + row * columns, *r1 = r0 + columns, *r2 = r1 + columns;
    vector s0 = {0}, s1 = {0}, s2 = {0};
    long i = 0;
    for (; i + 4 <= columns; i += 4) {
      vector v = LOAD(u + i);
      s0 += LOAD(r0 + i) * v, s1 += LOAD(r1 + i) * v, s2 += LOAD(r2 + i) * v;
    }
    double e0 = targets[row] - SUM(s0), e1 = targets[row + 1] - SUM(s1), e2 = targets[row + 2] - SUM(s2);
    for (; i < columns; i++) e0 -= r0[i] * u[i], e1 -= r1[i] * u[i], e2 -= r2[i] * u[i];
    if (g2) {
      double l0 = strength * (r0[leaking] + e0 * g[leaking]), l1 = strength * (r1[leaking] + e1 * g[leaking]);
      double l2 = strength * (r2[leaking] + e2 * g[leaking]);
      for (i = 0; i + 4 <= columns; i += 4) {
        vector a = LOAD(g + i), b = LOAD(g2 + i);
        AT(r0 + i) += e0 * a - l0 * b, AT(r1 + i) += e1 * a - l1 * b, AT(r2 + i) += e2 * a - l2 * b;
      }
      for (; i < columns; i++) {
        r0[i] += e0 * g[i] - l0 * g2[i], r1[i] += e1 * g[i] - l1 * g2[i], r2[i] += e2 * g[i] - l2 * g2[i];
      }
    } else {
      for (i = 0; i + 4 <= columns; i += 4) {
        vector a = LOAD(g + i);
        AT(r0 + i) += e0 * a, AT(r1 + i) += e1 * a, AT(r2 + i) += e2 * a;
      }
      for (; i < columns; i++) r0[i] += e0 * g[i], r1[i] += e1 * g[i], r2[i] += e2 * g[i];
    }
  }
  for (; row < rows; row++) {
    double *r = c + row * columns;
    double e = targets[row];
    for (long i = 0; i < columns; i++) e -= r[i] * u[i];
    double l = g2 ? strength * (r[leaking] + e * g[leaking]) : 0;
    for (long i = 0; i < columns; i++) r[i] += e * g[i] - (g2 ? l * g2[i] : 0);
  }
}

CLONES void markercast_moments(
    double *restrict s, long count, const double *restrict u, const double *restrict w, long rows) {
  RELAXED
  for (long i = 0; i < count * count; i++) s[i] = 0;
  long k = 0;
  for (; k + 4 <= rows; k += 4) {
    const double *u0 = u + k * count, *u1 = u0 + count, *u2 = u1 + count, *u3 = u2 + count;
    for (long row = 0; row < count; row++) {
      double *r = s + row * count;
      double a = w[k] * u0[row], b = w[k + 1] * u1[row], c = w[k + 2] * u2[row], d = w[k + 3] * u3[row];
      for (long i = 0; i < count; i++) r[i] += (a * u0[i] + b * u1[i]) + (c * u2[i] + d * u3[i]);
    }
  }
  for (; k < rows; k++) {
    const double *v = u + k * count;
    for (long row = 0; row < count; row++) {
      double *r = s + row * count, a = w[k] * v[row];
      for (long i = 0; i < count; i++) r[i] += a * v[i];
    }
  }
}
