// What a frame's way through a daemon takes, and what the same way through a program takes that does nothing.
//
//   latency forward FROM TO
//     Sends each message that it receives from FROM at TO, as it is: the least that ZeroMQ lets a program take.
//   latency drive RATE FRAMES MARKERS TRACKER READER [TRACKER READER ...]
//     Sends frames at each TRACKER in turn and waits for their answers at its READER. Prints a line for each pair: the
//     microseconds from the instant at which a frame was meant to be sent to the receipt of its answer, as p50, p99,
//     p99.9 and the maximum, and how many were answered.
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zmq.h>

enum { most_pairs = 8 };

static void need(bool holds, const char *what) {
  if (holds) return;
  fprintf(stderr, "latency: %s: %s\n", what, zmq_strerror(zmq_errno()));
  exit(70);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void *open_socket(void *context, int type, const char *endpoint, bool binds) {
  void *socket = zmq_socket(context, type);
  int none = 0;
  need(socket && zmq_setsockopt(socket, ZMQ_LINGER, &none, sizeof none) == 0, "no socket");
  if (type == ZMQ_SUB) need(zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) == 0, "cannot subscribe");
  need((binds ? zmq_bind : zmq_connect)(socket, endpoint) == 0, endpoint);
  return socket;
}

static void forward(void *context, const char *from, const char *to) {
  void *in = open_socket(context, ZMQ_SUB, from, false), *out = open_socket(context, ZMQ_PUB, to, true);
  zmq_msg_t message;
  zmq_msg_init(&message);
  for (;;) {
    need(zmq_msg_recv(&message, in, 0) >= 0, "cannot receive");
    int more = zmq_msg_more(&message);
    need(zmq_msg_send(&message, out, more ? ZMQ_SNDMORE : 0) >= 0, "cannot send");
  }
}

// One way there and back: where frames go out, where answers come in, and how long each took, negative until it is there.
struct pair {
  void *tracker, *reader;
  double *took;
  long answered;
};

static void send_frame(void *tracker, const char *topic, long sequence, double t, int markers) {
  static char text[65536];
  int length = snprintf(text, sizeof text, "{\"t\":%.6f,\"sequence\":%ld,\"markers\":{", t, sequence);
  for (int m = 0; m < markers; m++) {
    double z = 5 * sin(2 * M_PI * t / 4 - 0.1 * m) + 0.01 * (double)((sequence * 7919) % 13);
    length += snprintf(
        text + length, sizeof text - (size_t)length, "%s\"m%d\":[%.1f,-80.0,%.3f]", m ? "," : "", m, 10.0 * m, z);
  }
  length += snprintf(text + length, sizeof text - (size_t)length, "}}");
  need(zmq_send(tracker, topic, strlen(topic), ZMQ_SNDMORE) >= 0, "cannot send");
  need(zmq_send(tracker, text, (size_t)length, 0) >= 0, "cannot send");
}

// The sequence number in an answer: a frame as it was sent, or a forecast in protobuf, where it is field 3 and follows the
// version and the stream.
static long sequence_of(const unsigned char *bytes, size_t count) {
  if (count > 0 && bytes[0] == '{') {
    const char *found = memmem(bytes, count, "\"sequence\":", 11);
    return found ? strtol(found + 11, NULL, 10) : -1;
  }
  if (count < 4 || bytes[0] != 0x08 || bytes[2] != 0x12) return -1;
  size_t place = 4 + bytes[3];
  if (place >= count || bytes[place++] != 0x18) return -1;
  long value = 0;
  for (int shift = 0; place < count && shift < 63; shift += 7) {
    value |= (long)(bytes[place] & 0x7F) << shift;
    if (bytes[place++] < 0x80) return value;
  }
  return -1;
}

// Takes one answer if there is one.
static bool take_answer(struct pair *pair, double start, double rate, long frames) {
  char topic[256];
  static unsigned char bytes[1 << 20];
  int length = zmq_recv(pair->reader, topic, sizeof topic, ZMQ_DONTWAIT);
  if (length < 0) return false;
  int count = zmq_recv(pair->reader, bytes, sizeof bytes, 0);
  double arrived = now();
  if (length > (int)sizeof topic) length = sizeof topic;
  if (count < 0 || count > (int)sizeof bytes) return true;
  const char *stream = memchr(topic, '/', (size_t)length);
  if (!stream || topic + length - stream != 6 || memcmp(stream, "/couch", 6) != 0 || topic[0] == 's') return true;
  long n = sequence_of(bytes, (size_t)count);
  if (n < 0 || n >= frames || pair->took[n] >= 0) return true;
  pair->took[n] = arrived - (start + (double)n / rate);
  pair->answered++;
  return true;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print(struct pair *pair, long frames) {
  double *took = pair->took;
  qsort(took, (size_t)frames, sizeof *took, ascending);
  double *first = took + frames - pair->answered;
  const double shares[] = {.5, .99, .999, 1};
  for (int i = 0; i < 4; i++) {
    long index = (long)ceil(shares[i] * (double)pair->answered) - 1;
    printf("%.1f ", pair->answered > 0 ? 1e6 * first[index < 0 ? 0 : index] : NAN);
  }
  printf("%ld\n", pair->answered);
}

static void drive(void *context, double rate, long frames, int markers, char **endpoints, int pairs) {
  struct pair pair[most_pairs];
  zmq_pollitem_t items[most_pairs];
  for (int i = 0; i < pairs; i++) {
    pair[i].tracker = open_socket(context, ZMQ_PUB, endpoints[2 * i], true);
    pair[i].reader = open_socket(context, ZMQ_SUB, endpoints[2 * i + 1], false);
    pair[i].took = malloc((size_t)frames * sizeof(double));
    pair[i].answered = 0;
    for (long n = 0; n < frames; n++) pair[i].took[n] = -1;
    items[i] = (zmq_pollitem_t){.socket = pair[i].reader, .events = ZMQ_POLLIN};
    // Until both connections stand.
    do send_frame(pair[i].tracker, "markers/probe", 0, now(), 1);
    while (zmq_poll(&items[i], 1, 50) == 0);
  }
  // The frames of the pairs take turns; those of one that is late are late for itself alone.
  double start = now() + 0.5;
  long sent = 0, last = frames * pairs;
  while (sent < last || now() < start + (double)frames / rate + 1) {
    double due = sent < last ? start + ((double)(sent / pairs) + (double)(sent % pairs) / pairs) / rate : now() + 0.05;
    double wait = due - now();
    if (wait <= 0) {
      int i = (int)(sent % pairs);
      send_frame(pair[i].tracker, "markers/couch", sent / pairs, due, markers);
      sent++;
    }
    // Polling sleeps whole milliseconds; the last one before a frame is due is spent awake.
    if (wait > 0) zmq_poll(items, pairs, wait > 0.001 ? (long)(1e3 * wait) - 1 : 0);
    for (int i = 0; i < pairs; i++) {
      while (take_answer(&pair[i], start + (double)i / pairs / rate, rate, frames)) continue;
    }
  }
  for (int i = 0; i < pairs; i++) print(&pair[i], frames);
}

int main(int count, char **arguments) {
  void *context = zmq_ctx_new();
  need(context != NULL, "no context");
  if (count == 4 && strcmp(arguments[1], "forward") == 0) {
    forward(context, arguments[2], arguments[3]);
  } else if (count >= 7 && count % 2 == 1 && count <= 5 + 2 * most_pairs && strcmp(arguments[1], "drive") == 0) {
    drive(context, atof(arguments[2]), atol(arguments[3]), atoi(arguments[4]), arguments + 5, (count - 5) / 2);
  } else {
    fprintf(stderr, "usage: latency forward FROM TO | drive RATE FRAMES MARKERS TRACKER READER [TRACKER READER ...]\n");
    return 64;
  }
  return 0;
}
