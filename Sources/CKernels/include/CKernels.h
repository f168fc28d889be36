#ifndef MARKERCAST_CKERNELS_H
#define MARKERCAST_CKERNELS_H

// The loops that ticks spend their time in, compiled for several classes of processors, of which the loader picks one.
//
// Matrices are stored by rows, `stride` elements from one row to the next. No two arguments overlap unless said. What each
// means is written in Swift, in the tests.

#define MARKERCAST_KERNELS(SCALAR, SUFFIX)                                                                              \
  /* The sum of a[i] b[i]. */                                                                                           \
  SCALAR markercast_dot_##SUFFIX(const SCALAR *a, const SCALAR *b, long count);                                         \
  /* x <- tanh x, element by element. */                                                                                \
  void markercast_tanh_##SUFFIX(SCALAR *x, long count);                                                                 \
  /* y <- s y + a x */                                                                                                  \
  void markercast_scale_add_##SUFFIX(SCALAR *y, SCALAR s, SCALAR a, const SCALAR *x, long count);                       \
  /* y <- y + a x */                                                                                                    \
  void markercast_add_##SUFFIX(SCALAR *y, SCALAR a, const SCALAR *x, long count);                                       \
  /* y <- A x */                                                                                                        \
  void markercast_multiply_##SUFFIX(const SCALAR *a, long stride, long rows, const SCALAR *x, long columns, SCALAR *y); \
  /* y <- y - A' x */                                                                                                   \
  void markercast_subtract_transposed_##SUFFIX(                                                                         \
      const SCALAR *a, long stride, long rows, const SCALAR *x, SCALAR *y, long columns);                               \
  /* A <- A + c v' */                                                                                                   \
  void markercast_add_outer_##SUFFIX(                                                                                   \
      SCALAR *a, long stride, long rows, const SCALAR *c, const SCALAR *v, long columns);                               \
  /* C <- A C, in place, and g <- d' C of the new C; A is rows by rows, the scratch has room for 48 elements a row. */  \
  void markercast_multiply_in_place_##SUFFIX(                                                                           \
      SCALAR *c, long rows, long columns, const SCALAR *a, const SCALAR *d, SCALAR *g, SCALAR *scratch);                \
  /* The weights' pass of a UORO learner by plain descent. Row by row, with the row's old t and new w and t in turn:     \
     w <- w - step t,  t <- t + c v,  z <- w . next,  p <- w . tangent (its first `hidden`); returns |new T|^2. */      \
  SCALAR markercast_uoro_pass_##SUFFIX(                                                                                 \
      SCALAR *w, SCALAR *t, long hidden, long columns, SCALAR step, const SCALAR *c, const SCALAR *v,                   \
      const SCALAR *next, const SCALAR *tangent, SCALAR *z, SCALAR *p);                                                 \
  /* That of a SnAp-1 learner: t <- keep t + c v, then w <- w - step t with the new t, each with its row's own factors; \
     z <- w . next,  y <- t . next,  squares <- t . t. */                                                               \
  void markercast_snap_pass_##SUFFIX(                                                                                   \
      SCALAR *w, SCALAR *t, long hidden, long columns, const SCALAR *step, const SCALAR *keep, const SCALAR *c,         \
      const SCALAR *v, const SCALAR *next, SCALAR *z, SCALAR *y, SCALAR *squares);                                      \
  /* The weights' pass of a learner by Adam, row by row: t <- keep t + c u,  g <- s t + the sum over k of p_k v_k, of rows \
     of P, `hidden` long, and of V, `columns` long,  m <- .9 m + .1 g,  q <- .999 q + .001 g^2,                         \
     w <- w - step m / (scale sqrt(q) + 1e-8),  z <- w . next,  y <- w . tangent (its first `tangents`; where there are \
     none, y is left alone); returns |new T|^2. */                                                                      \
  SCALAR markercast_adam_pass_##SUFFIX(                                                                                 \
      SCALAR *w, SCALAR *m, SCALAR *q, SCALAR *t, long hidden, long columns, const SCALAR *keep, const SCALAR *c,       \
      const SCALAR *u, const SCALAR *s, const SCALAR *p, const SCALAR *v, long products, SCALAR step, SCALAR scale,     \
      const SCALAR *next, SCALAR *z, const SCALAR *tangent, long tangents, SCALAR *y);

MARKERCAST_KERNELS(float, f)
MARKERCAST_KERNELS(double, d)
#undef MARKERCAST_KERNELS

/* y <- S x for a symmetric S, of which the lower triangle is read. */
void markercast_symmetric_multiply(const double *s, long stride, long count, const double *x, double *y);
/* The lower triangle of S <- f S - a u u' - b v v'; v may be null. */
void markercast_symmetric_update(
    double *s, long stride, long count, double f, double a, const double *u, double b, const double *v);
/* S <- the sum of w u u' over `rows` rows u, `count` long, and their weights w. */
void markercast_moments(double *s, long count, const double *u, const double *w, long rows);
/* For each row c of C: e = target - c . u, c <- c + e g - l g2, where l is `strength` times the element `leaking` of the
   row that has moved by e g. `g2` may be null, and then nothing leaks. */
void markercast_correct(
    double *c, long rows, long columns, const double *targets, const double *u, const double *g, const double *g2,
    double strength, long leaking);
/* Of the items `start ..< end`, columns of `rows` rows `width` long, those whose unlikeness to q is at most `bound`:
   returns their number and writes the index of each, and one more. The first `place` rows are the place, `squares` are
   |d|^2 of each item and `square` that of the query. Sixteen items at a time are read, whatever the end. */
long markercast_likely(
    const float *columns, long width, long rows, long place, const float *squares, const float *q, float square,
    long start, long end, float bound, long *items);
/* D of an item v from q, both `count` long, of which the first `place` are the place and the others d, in full precision;
   writes the amplitude. `square` is |d|^2 of v. */
double markercast_unlikeness(
    const double *v, const double *q, long count, long place, double square, double *amplitude);

#endif
