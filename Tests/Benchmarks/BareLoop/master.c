/* A master that counts what it gets, in the four ways in which it is measured. */
#define _GNU_SOURCE
#include "bareloop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static uint64_t start, objects, samples, *sample, capacity;
static int ready;

static void add(uint64_t value)
{
    if (samples == capacity) {
        capacity = capacity ? capacity * 2 : 4096;
        sample = realloc(sample, capacity * sizeof *sample);
        if (!sample) fail("no memory");
    }
    sample[samples++] = value;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static double quantile(double q)
{
    return samples ? (double)sample[(size_t)(q * (double)(samples - 1) + 0.5)] : 0;
}

static void report(double seconds, const char *unit, double scale)
{
    if (samples) qsort(sample, samples, sizeof *sample, compare);
    printf("{\"ok\": %s, \"errors\": %llu, \"connections\": %d, \"objects\": %llu",
        errors ? "false" : "true", (unsigned long long)errors, options.connections,
        (unsigned long long)objects);
    printf(", \"seconds\": %.6f, \"objects_per_s\": %.0f", seconds,
        seconds > 0 ? (double)objects / seconds : 0);
    if (samples)
        printf(", \"unit\": \"%s\", \"samples\": %llu, \"p50\": %.3f, \"p99\": %.3f",
            unit, (unsigned long long)samples, quantile(0.5) * scale, quantile(0.99) * scale);
    printf("}\n");
    fflush(stdout);
}

static void connectAll(void)
{
    for (int i = 0; i < options.connections; i++) loopConnect();
}

static void nothing(struct connection *c) { (void)c; }

/* ---- interrogations: each connection one to warm up, then `rounds`, all at once */

static void interrogate(struct connection *c)
{
    uint8_t *octets = apduRoom(c) + APCI;
    uint8_t *p = put24(asduHeader(octets, C_IC_NA_1, 1, ACTIVATION), 0);
    *p++ = 20;
    c->objects = 0;
    commitI(c, (int)(p - octets));
}

static void interrogationASDU(struct connection *c, const uint8_t *asdu, int length)
{
    (void)length;
    int cause = asdu[2] & 0x3F;
    if (cause == INTERROGATED) {
        c->objects += asdu[1] & 0x7F;
        return;
    }
    if (asdu[0] != C_IC_NA_1) return;
    if (asdu[2] & 0x40) errors++, isDone = true;
    if (cause != TERMINATION) return;
    if (options.points && c->objects != (uint64_t)options.points) errors++;
    if (c->round++ > 0) objects += c->objects;
    if (c->round == 1) {
        if (++ready < options.connections) return;
        ready = 0;
        flush(c);
        start = nanoseconds();
        for (struct connection *o = connections; o; o = o->next) interrogate(o), flush(o);
    } else if (c->round <= options.rounds) {
        interrogate(c);
    } else if (++ready == options.connections) {
        isDone = true;
    }
}

void runInterrogations(void)
{
    role = (struct role) { .asdu = interrogationASDU, .turn = nothing };
    connectAll();
    for (struct connection *c = connections; c; c = c->next) interrogate(c), flush(c);
    loopRun(1000);
    report((double)(nanoseconds() - start) / 1e9, "", 1);
}

/* ---- events: half a second to settle, then counted */

static bool isCounting;
static uint64_t end;

static void eventASDU(struct connection *c, const uint8_t *asdu, int length)
{
    (void)c;
    if (!isCounting || (asdu[2] & 0x3F) != SPONTANEOUS) return;
    int count = asdu[1] & 0x7F;
    objects += (uint64_t)count;
    if (!options.age || asdu[0] != M_ME_TF_1) return;
    uint64_t now = milliseconds() % 3600000;
    for (int i = 0; i < count && ASDU_HEADER + (i + 1) * 15 <= length; i++) {
        const uint8_t *time = asdu + ASDU_HEADER + i * 15 + 8;
        uint64_t tag = (uint64_t)(time[0] | time[1] << 8) + 60000u * (time[2] & 0x3F);
        add((now + 3600000 - tag) % 3600000);
    }
}

static void eventTick(uint64_t now)
{
    if (!start) start = now + 500000000;
    if (!isCounting && now >= start) {
        isCounting = true;
        start = now;
    }
    if (!isCounting || now - start < (uint64_t)(options.seconds * 1e9)) return;
    end = now;
    isDone = true;
}

void runEvents(void)
{
    role = (struct role) { .asdu = eventASDU, .turn = nothing, .tick = eventTick };
    connectAll();
    loopRun(10);
    report((double)(end - start) / 1e9, "ms", 1);
}

/* ---- commands, one after the other; the round trip is that of the confirmation */

static void command(struct connection *c)
{
    uint8_t *octets = apduRoom(c) + APCI;
    uint8_t *p = put24(
        asduHeader(octets, C_SC_NA_1, 1, ACTIVATION), (uint32_t)options.command);
    *p++ = (uint8_t)(c->round & 1);
    commitI(c, (int)(p - octets));
    c->requested = nanoseconds();
}

static void commandASDU(struct connection *c, const uint8_t *asdu, int length)
{
    (void)length;
    if (asdu[0] != C_SC_NA_1) return;
    int cause = asdu[2] & 0x3F;
    if (asdu[2] & 0x40) errors++, isDone = true;
    if (cause == CONFIRMATION && c->round >= 100) add(nanoseconds() - c->requested);
    if (cause != (options.termination ? TERMINATION : CONFIRMATION)) return;
    if (++c->round == 100) start = nanoseconds();
    if (c->round < options.count + 100) command(c);
    else isDone = true;
}

void runCommands(void)
{
    role = (struct role) { .asdu = commandASDU, .turn = nothing };
    connectAll();
    command(connections);
    flush(connections);
    loopRun(1000);
    objects = (uint64_t)options.count;
    report((double)(nanoseconds() - start) / 1e9, "us", 1e-3);
}

/* ---- quiet connections, each tested every ten seconds */

static struct connection *tested;
static uint64_t tests;

static void discard(struct connection *c, const uint8_t *asdu, int length)
{
    (void)c, (void)asdu, (void)length;
}

static void confirmed(struct connection *c, uint8_t function)
{
    if (function == TESTFR_CON) add(nanoseconds() - c->requested);
}

static void idleTick(uint64_t now)
{
    double elapsed = (double)(now - start) / 1e9;
    while ((double)tests < elapsed / 10 * options.connections) {
        if (!tested) tested = connections;
        tested->requested = nanoseconds();
        sendU(tested, TESTFR_ACT);
        flush(tested);
        tested = tested->next;
        tests++;
    }
    if (elapsed >= options.seconds) isDone = true;
}

void runIdle(void)
{
    role = (struct role) {
        .asdu = discard, .turn = nothing, .tick = idleTick, .function = confirmed };
    connectAll();
    printf("{\"connected\": %d}\n", options.connections);
    fflush(stdout);
    start = nanoseconds();
    loopRun(1);
    uint64_t over = nanoseconds();
    struct linger abort = { .l_onoff = 1 };    /* no thousands of ports in TIME_WAIT */
    for (struct connection *c = connections; c; c = c->next)
        setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    report((double)(over - start) / 1e9, "us", 1e-3);
}
