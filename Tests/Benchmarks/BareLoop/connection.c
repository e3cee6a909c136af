/* Sockets, APDUs and sequence numbers: the same for both roles. */
#define _GNU_SOURCE
#include "bareloop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct role role;
struct connection *connections;
uint64_t errors;
bool isDone;

static int poller = -1, listener = -1;
static uint8_t input[PORTION], output[PORTION];
static size_t outputLength;

uint64_t nanoseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

uint64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void fail(const char *what)
{
    fprintf(stderr, "bareloop: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* ---- connections */

static int watch(int operation, struct connection *c, int fd, bool output)
{
    struct epoll_event event = { .events = EPOLLIN | (output ? EPOLLOUT : 0), .data.ptr = c };
    if (poller < 0) poller = epoll_create1(EPOLL_CLOEXEC);
    return epoll_ctl(poller, operation, fd, &event);
}

static struct connection *opened(int fd)
{
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct connection *c = calloc(1, sizeof *c);
    if (!c) fail("no memory");
    c->fd = fd;
    c->interrogated = -1;
    c->next = connections;
    c->link = &connections;
    if (c->next) c->next->link = &c->next;
    connections = c;
    if (watch(EPOLL_CTL_ADD, c, fd, false)) fail("epoll_ctl");
    return c;
}

static void closed(struct connection *c)
{
    close(c->fd);
    *c->link = c->next;
    if (c->next) c->next->link = c->link;
    free(c->rest);
    free(c->unsent);
    free(c);
}

static struct sockaddr_in address(void)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port) };
    if (inet_pton(AF_INET, options.host, &a.sin_addr) != 1) fail(options.host);
    return a;
}

void loopListen(void)
{
    struct sockaddr_in a = address();
    socklen_t length = sizeof a;
    int one = 1;
    listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&a, length) || listen(listener, 4096)) fail("listen");
    getsockname(listener, (struct sockaddr *)&a, &length);
    if (watch(EPOLL_CTL_ADD, NULL, listener, false)) fail("epoll_ctl");
    printf("{\"port\": %d}\n", ntohs(a.sin_port));
    fflush(stdout);
}

struct connection *loopConnect(void)
{
    struct sockaddr_in a = address();
    struct timeval patience = { .tv_sec = 10 };
    uint8_t frame[APCI] = { 0x68, 4, STARTDT_ACT };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a)) fail("connect");
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (send(fd, frame, APCI, MSG_NOSIGNAL) != APCI
        || recv(fd, frame, APCI, MSG_WAITALL) != APCI || frame[2] != STARTDT_CON)
        fail("STARTDT");
    struct connection *c = opened(fd);
    c->isStarted = true;
    return c;
}

/* ---- output */

uint8_t *apduRoom(struct connection *c)
{
    if (outputLength + APDU_MAX > PORTION) flush(c);
    return output + outputLength;
}

static void control(uint8_t *frame, int length, uint16_t first, uint16_t second)
{
    frame[0] = 0x68;
    frame[1] = (uint8_t)(length - 2);
    frame[2] = (uint8_t)first;
    frame[3] = (uint8_t)(first >> 8);
    frame[4] = (uint8_t)second;
    frame[5] = (uint8_t)(second >> 8);
    outputLength += (size_t)length;
}

void commitI(struct connection *c, int asduLength)
{
    control(
        output + outputLength, APCI + asduLength, (uint16_t)(c->toSend << 1),
        (uint16_t)(c->toReceive << 1));
    c->toSend = (c->toSend + 1) & 0x7FFF;
    c->unacknowledged = 0;
}

void sendU(struct connection *c, uint8_t function)
{
    control(apduRoom(c), APCI, function, 0);
}

void acknowledge(struct connection *c)
{
    control(apduRoom(c), APCI, 1, (uint16_t)(c->toReceive << 1));
    c->unacknowledged = 0;
}

void flush(struct connection *c)
{
    if (!outputLength) return;
    size_t length = outputLength, done = 0;
    outputLength = 0;
    if (!c->unsentLength) {
        ssize_t n = send(c->fd, output, length, MSG_NOSIGNAL);
        if (n == (ssize_t)length) return;
        if (n < 0 && errno != EAGAIN) return;    /* recv tells */
        if (n > 0) done = (size_t)n;
        watch(EPOLL_CTL_MOD, c, c->fd, true);
    }
    c->unsent = realloc(c->unsent, c->unsentLength + length - done);
    if (!c->unsent) fail("no memory");
    memcpy(c->unsent + c->unsentLength, output + done, length - done);
    c->unsentLength += (uint32_t)(length - done);
}

static void sendRest(struct connection *c)
{
    ssize_t n = send(c->fd, c->unsent, c->unsentLength, MSG_NOSIGNAL);
    if (n <= 0) return;
    c->unsentLength -= (uint32_t)n;
    memmove(c->unsent, c->unsent + n, c->unsentLength);
    if (c->unsentLength) return;
    free(c->unsent);
    c->unsent = NULL;
    watch(EPOLL_CTL_MOD, c, c->fd, false);
}

/* ---- input */

static void acknowledged(struct connection *c, const uint8_t *field)
{
    uint16_t number = (uint16_t)((field[0] | field[1] << 8) >> 1);
    if (((number - c->acknowledged) & 0x7FFF) > inFlight(c)) errors++;
    c->acknowledged = number;
}

static void apdu(struct connection *c, const uint8_t *frame, int length)
{
    const uint8_t *field = frame + 2;
    if (!(field[0] & 1)) {
        if (((field[0] | field[1] << 8) >> 1) != c->toReceive || length < APCI + ASDU_HEADER)
            errors++;
        c->toReceive = (c->toReceive + 1) & 0x7FFF;
        c->unacknowledged++;
        acknowledged(c, field + 2);
        role.asdu(c, frame + APCI, length - APCI);
    } else if (!(field[0] & 2)) {
        acknowledged(c, field + 2);
    } else if (field[0] == TESTFR_ACT) {
        sendU(c, TESTFR_CON);
    } else if (field[0] == STARTDT_ACT) {
        c->isStarted = true;
        sendU(c, STARTDT_CON);
    } else if (field[0] == STOPDT_ACT) {
        c->isStarted = false;
        sendU(c, STOPDT_CON);
    } else if (role.function) {
        role.function(c, field[0]);
    }
}

/* Whether the connection is still there. */
static bool receive(struct connection *c)
{
    size_t kept = c->restLength;
    if (kept) memcpy(input, c->rest, kept);
    ssize_t n = recv(c->fd, input + kept, PORTION - kept, 0);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return true;
    if (n <= 0) return false;
    const uint8_t *p = input, *end = input + kept + n;
    while (end - p >= 2 && end - p >= p[1] + 2) {
        if (p[0] != 0x68 || p[1] < 4 || p[1] > 253) return errors++, false;
        apdu(c, p, p[1] + 2);
        p += p[1] + 2;
    }
    c->restLength = (uint16_t)(end - p);
    if (c->restLength) {
        if (!c->rest && !(c->rest = malloc(APDU_MAX))) fail("no memory");
        memcpy(c->rest, p, c->restLength);
    }
    role.turn(c);
    if (c->unacknowledged >= options.w) acknowledge(c);
    flush(c);
    return true;
}

/* ---- the loop */

static void accepted(void)
{
    for (int i = 0; i < 64; i++) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) return;
        opened(fd);
    }
}

void loopRun(int sleepMilliseconds)
{
    struct epoll_event events[256];
    uint64_t acknowledgement = nanoseconds();
    while (!isDone) {
        int n = epoll_wait(poller, events, 256, options.polls ? 0 : sleepMilliseconds);
        for (int i = 0; i < n && !isDone; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accepted();
                continue;
            }
            if (events[i].events & EPOLLOUT) sendRest(c);
            if (events[i].events & ~EPOLLOUT && !receive(c)) {
                if (listener < 0) errors++, isDone = true;
                closed(c);
            }
        }
        uint64_t now = nanoseconds();
        if (role.tick) role.tick(now);
        if (now - acknowledgement < 1000000000) continue;
        acknowledgement = now;
        for (struct connection *c = connections; c; c = c->next) {
            if (c->unacknowledged) acknowledge(c), flush(c);
        }
    }
}
