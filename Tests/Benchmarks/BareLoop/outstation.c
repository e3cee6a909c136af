/* An outstation whose answers are octets made beforehand: float points 1...N, events, a command
 * that is always confirmed. */
#define _GNU_SOURCE
#include "bareloop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct answer {
    uint8_t length, octets[ASDU_MAX];
};
static struct answer *image;
static int imageCount;
static uint64_t eventStart, eventsDue;
static uint8_t eventASDU[ASDU_MAX];
static int eventLength, nextEvent;

static void makeImage(void)
{
    int capacity = options.sequence ? 48 : 30;
    imageCount = (options.points + capacity - 1) / capacity;
    image = calloc((size_t)imageCount, sizeof *image);
    if (imageCount && !image) fail("no memory");
    for (int first = 0, n = 0; n < imageCount; first += capacity, n++) {
        int count = options.points - first < capacity ? options.points - first : capacity;
        uint8_t *p = asduHeader(
            image[n].octets, M_ME_NC_1, count | (options.sequence ? 0x80 : 0), INTERROGATED);
        for (int i = 0; i < count; i++) {
            float value = (float)(first + i + 1) * 0.5f;
            if (i == 0 || !options.sequence) p = put24(p, (uint32_t)(first + i + 1));
            memcpy(p, &value, 4);
            p[4] = 0;
            p += 5;
        }
        image[n].length = (uint8_t)(p - image[n].octets);
    }
    uint8_t *p = asduHeader(eventASDU, M_ME_TF_1, options.per_asdu, SPONTANEOUS);
    eventLength = (int)(p - eventASDU) + options.per_asdu * 15;
}

/* Writes an ASDU of events of now. */
static int writeEvents(uint8_t *asdu)
{
    uint8_t time[7];
    putTime(time, milliseconds());
    memcpy(asdu, eventASDU, ASDU_HEADER);
    uint8_t *p = asdu + ASDU_HEADER;
    for (int i = 0; i < options.per_asdu; i++) {
        float value = (float)nextEvent;
        p = put24(p, (uint32_t)(FIRST_EVENT + nextEvent % EVENT_POINTS));
        memcpy(p, &value, 4);
        p[4] = 0;
        memcpy(p + 5, time, 7);
        p += 12;
        nextEvent = (nextEvent + 1) & 0xFFFFFF;
    }
    return eventLength;
}

static void answer(struct connection *c, const uint8_t *asdu, int length, int cause)
{
    if (c->answers == ANSWERS || length > 20) {
        errors++;
        return;
    }
    memcpy(c->answer[c->answers], asdu, (size_t)length);
    c->answer[c->answers][2] = (uint8_t)cause;
    c->answerLength[c->answers++] = (uint8_t)length;
}

static void asdu(struct connection *c, const uint8_t *octets, int length)
{
    if ((octets[2] & 0x3F) != ACTIVATION) return;
    if (octets[0] == C_IC_NA_1) {
        answer(c, octets, length, CONFIRMATION);
        c->interrogated = 0;
    } else if (octets[0] == C_SC_NA_1) {
        answer(c, octets, length, CONFIRMATION);
        answer(c, octets, length, TERMINATION);
    }
}

/* The next ASDU; 0 when there is none. */
static int next(struct connection *c, uint8_t *octets)
{
    if (c->answers) {
        int length = c->answerLength[0];
        memcpy(octets, c->answer[0], (size_t)length);
        c->answers--;
        memmove(c->answer[0], c->answer[1], sizeof c->answer[0] * c->answers);
        memmove(c->answerLength, c->answerLength + 1, c->answers);
        return length;
    }
    if (c->interrogated >= 0) {
        if (c->interrogated < imageCount) {
            const struct answer *a = &image[c->interrogated++];
            memcpy(octets, a->octets, a->length);
            return a->length;
        }
        c->interrogated = -1;
        uint8_t *p = put24(asduHeader(octets, C_IC_NA_1, 1, TERMINATION), 0);
        *p++ = 20;
        return (int)(p - octets);
    }
    if (options.rate < 0) return writeEvents(octets);
    if (c->credit < options.per_asdu) return 0;
    c->credit -= options.per_asdu;
    return writeEvents(octets);
}

static void turn(struct connection *c)
{
    while (c->isStarted && inFlight(c) < options.k) {
        int length = next(c, apduRoom(c) + APCI);
        if (!length) break;
        commitI(c, length);
    }
}

static void tick(uint64_t now)
{
    if (options.rate <= 0) return;
    if (!eventStart) eventStart = now;
    uint64_t due = (uint64_t)((double)(now - eventStart) * options.rate / 1e9);
    if (due == eventsDue) return;
    for (struct connection *c = connections; c; c = c->next) {
        if (!c->isStarted) continue;
        c->credit += (double)(due - eventsDue);
        turn(c);
        flush(c);
    }
    eventsDue = due;
}

void runOutstation(void)
{
    makeImage();
    role = (struct role) { .asdu = asdu, .turn = turn, .tick = tick };
    loopListen();
    loopRun(options.rate > 0 ? 1 : 1000);
}
