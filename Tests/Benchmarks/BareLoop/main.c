/* bareloop ROLE [--option VALUE ...]; `usage` tells. One line of JSON per run. */
#define _GNU_SOURCE
#include "bareloop.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct options options = {
    .host = "127.0.0.1", .k = 12, .w = 8, .per_asdu = 1, .connections = 1, .rounds = 100,
    .count = 5000, .command = 20001, .termination = true, .seconds = 2
};

static void usage(void)
{
    fputs(
        "bareloop serve   [--port P] [--points N] [--sequence 0|1] [--events RATE|max]\n"
        "                 [--per-asdu M]                        outstation; prints its port\n"
        "bareloop gi      --port P [--connections C] [--rounds R] [--points N]\n"
        "bareloop events  --port P [--seconds S] [--age 0|1]\n"
        "bareloop command --port P [--count N] [--command ADDRESS] [--termination 0|1]\n"
        "bareloop idle    --port P [--connections C] [--seconds S]\n"
        "bareloop start   --port P -- COMMAND ...     until its first STARTDT con\n"
        "all: --poll 0|1 (1: never sleep), --k N, --w N, --host ADDRESS\n", stderr);
    exit(2);
}

static void set(const char *name, const char *value)
{
    int number = atoi(value);
    if (!strcmp(name, "--host")) options.host = value;
    else if (!strcmp(name, "--port")) options.port = number;
    else if (!strcmp(name, "--k")) options.k = number;
    else if (!strcmp(name, "--w")) options.w = number;
    else if (!strcmp(name, "--poll")) options.polls = number != 0;
    else if (!strcmp(name, "--points")) options.points = number;
    else if (!strcmp(name, "--sequence")) options.sequence = number != 0;
    else if (!strcmp(name, "--per-asdu")) options.per_asdu = number;
    else if (!strcmp(name, "--events")) options.rate = strcmp(value, "max") ? atof(value) : -1;
    else if (!strcmp(name, "--connections")) options.connections = number;
    else if (!strcmp(name, "--rounds")) options.rounds = number;
    else if (!strcmp(name, "--count")) options.count = number;
    else if (!strcmp(name, "--command")) options.command = number;
    else if (!strcmp(name, "--termination")) options.termination = number != 0;
    else if (!strcmp(name, "--age")) options.age = number != 0;
    else if (!strcmp(name, "--seconds")) options.seconds = atof(value);
    else usage();
}

/* Starts a program and measures how long it takes until it confirms STARTDT. */
void runStart(char **arguments)
{
    struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)options.port) };
    inet_pton(AF_INET, options.host, &a.sin_addr);
    uint64_t start = nanoseconds();
    pid_t child = fork();
    if (child < 0) fail("fork");
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout)) _exit(126);
        execvp(arguments[0], arguments);
        _exit(127);
    }
    int fd = -1;
    struct timeval patience = { .tv_sec = 10 };
    while (nanoseconds() - start < 10000000000) {
        fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (!connect(fd, (struct sockaddr *)&a, sizeof a)) break;
        close(fd);
        fd = -1;
        nanosleep(&(struct timespec) { .tv_nsec = 50000 }, NULL);
    }
    uint8_t frame[APCI] = { 0x68, 4, STARTDT_ACT };
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    bool ok = fd >= 0 && send(fd, frame, APCI, MSG_NOSIGNAL) == APCI
        && recv(fd, frame, APCI, MSG_WAITALL) == APCI && frame[2] == STARTDT_CON;
    uint64_t end = nanoseconds();
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    printf("{\"ok\": %s, \"ms\": %.3f}\n", ok ? "true" : "false", (double)(end - start) / 1e6);
}

int main(int count, char **arguments)
{
    int i = 2;
    if (count < 2) usage();
    for (; i < count && strcmp(arguments[i], "--"); i += 2) {
        if (i + 1 >= count) usage();
        set(arguments[i], arguments[i + 1]);
    }
    if (options.per_asdu < 1 || options.per_asdu > 16 || options.connections < 1
        || options.k < 1 || options.w < 1 || options.points < 0) usage();
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    const char *name = arguments[1];
    if (!strcmp(name, "serve")) runOutstation();
    else if (!strcmp(name, "gi")) runInterrogations();
    else if (!strcmp(name, "events")) runEvents();
    else if (!strcmp(name, "command")) runCommands();
    else if (!strcmp(name, "idle")) runIdle();
    else if (!strcmp(name, "start") && i + 1 < count) runStart(arguments + i + 1);
    else usage();
    return errors != 0;
}
