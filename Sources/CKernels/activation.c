#include <math.h>

#include "clones.h"
#include "include/CKernels.h"

// tanh(x) = 2 t / (1 + t^2), where t = tanh(x/2) is the ninth convergent n / d of Lambert's continued fraction (J. H. Lambert
// 1770; Abramowitz and Stegun, "Handbook of Mathematical Functions", 4.5.70): within 5 units of the last place. The
// first number of n and d is 34459425, rounded. What is no number stays none.
CLONES void markercast_tanh_f(float *restrict x, long count) {
  RELAXED
  for (long i = 0; i < count; i++) {
    float y = x[i] / 2;
    y = y > 9 ? 9 : y < -9 ? -9 : y;
    float z = y * y;
    float n = y * (34459424 + z * (4729725 + z * (135135 + z * (990 + z))));
    float d = 34459424 + z * (16216200 + z * (945945 + z * (13860 + 45 * z)));
    float t = 2 * n * d / (d * d + n * n);
    x[i] = t > 1 ? 1 : t < -1 ? -1 : t;
  }
}

void markercast_tanh_d(double *x, long count) {
  for (long i = 0; i < count; i++) x[i] = tanh(x[i]);
}
