#define SCALAR float
#define NAME(x) markercast_##x##_f
#include "kernels.inc"
