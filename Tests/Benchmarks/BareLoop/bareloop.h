/* The least that a station on one thread can cost: epoll, raw octets, no objects, no timers beyond
 * what keeps a peer content. What the stations of this package are measured beside and against.
 *
 * Whatever is due to one connection goes out with one send(); what is there is read with one recv()
 * of up to 64 KiB. Sequence numbers are checked; anything wrong is counted and makes "ok" false. */
#ifndef BARELOOP_H
#define BARELOOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { APCI = 6, APDU_MAX = 255, ASDU_MAX = 249, ASDU_HEADER = 6, PORTION = 65536 };
enum {
    STARTDT_ACT = 0x07, STARTDT_CON = 0x0B, STOPDT_ACT = 0x13, STOPDT_CON = 0x23,
    TESTFR_ACT = 0x43, TESTFR_CON = 0x83
};
enum { M_ME_NC_1 = 13, M_ME_TF_1 = 36, C_SC_NA_1 = 45, M_EI_NA_1 = 70, C_IC_NA_1 = 100 };
enum { SPONTANEOUS = 3, ACTIVATION = 6, CONFIRMATION = 7, TERMINATION = 10, INTERROGATED = 20 };
enum { FIRST_EVENT = 30001, EVENT_POINTS = 960, ANSWERS = 4 };

struct options {
    const char *host;
    int port, k, w;
    bool polls;             /* ask for events again and again instead of sleeping */
    int points, per_asdu;   /* of the outstation; 0 points: the master does not check */
    bool sequence;          /* answer interrogations with SQ = 1 */
    double rate;            /* events a second; negative: as many as the window takes */
    int connections, rounds, count, command;
    bool age, termination;
    double seconds;
};
extern struct options options;

struct connection {
    int fd;
    bool isStarted;
    uint16_t toSend, toReceive, acknowledged;
    uint16_t unacknowledged;     /* received, not yet acknowledged by us */
    uint16_t restLength;         /* of an APDU whose end has not come yet */
    uint32_t unsentLength;
    uint8_t *rest, *unsent;
    struct connection *next;     /* all that are open */
    struct connection **link;

    /* master */
    int round;
    uint64_t objects, requested;

    /* outstation */
    int interrogated;            /* the next ASDU of an interrogation; -1: none runs */
    double credit;               /* events that are due */
    uint8_t answers, answerLength[ANSWERS], answer[ANSWERS][20];
};

/* What a role does. */
struct role {
    void (*asdu)(struct connection *, const uint8_t *, int length);
    /* After all that was received has been handled: what is due is written. */
    void (*turn)(struct connection *);
    /* Once a turn of the loop. */
    void (*tick)(uint64_t now);
    void (*function)(struct connection *, uint8_t);
};
extern struct role role;
extern struct connection *connections;
extern uint64_t errors;
extern bool isDone;

uint64_t nanoseconds(void);
uint64_t milliseconds(void);     /* of the day's clock, since 1970 */
void fail(const char *what) __attribute__((noreturn));

void loopListen(void);
struct connection *loopConnect(void);    /* connected and started */
void loopRun(int sleepMilliseconds);

/* Room for one APDU of the connection that is being served; taken with `commit`. */
uint8_t *apduRoom(struct connection *);
void commitI(struct connection *, int asduLength);
void sendU(struct connection *, uint8_t function);
void acknowledge(struct connection *);
void flush(struct connection *);
static inline int inFlight(const struct connection *c)
{
    return (c->toSend - c->acknowledged) & 0x7FFF;
}

/* Header of an ASDU; the octets behind it. */
uint8_t *asduHeader(uint8_t *, int type, int count, int cause);
uint8_t *put24(uint8_t *, uint32_t);
uint8_t *putTime(uint8_t *, uint64_t milliseconds);

void runOutstation(void);
void runInterrogations(void);
void runEvents(void);
void runCommands(void);
void runIdle(void);
void runStart(char **arguments);

#endif
