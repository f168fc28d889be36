#define SCALAR double
#define NAME(x) markercast_##x##_d
#include "kernels.inc"
