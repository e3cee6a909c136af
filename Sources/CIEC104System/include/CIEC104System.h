// What the event loop needs of the system and the C library's Swift module does not show:
// epoll, eventfd, accept4. All of it inline; on other systems the header is empty.
#ifndef CIEC104SYSTEM_H
#define CIEC104SYSTEM_H

#if defined(__linux__)

#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

// The C library shows these to _GNU_SOURCE only.
extern int accept4(int, struct sockaddr *, socklen_t *, int);
extern int pthread_setname_np(pthread_t, const char *);

enum {
    IEC104_READABLE = EPOLLIN,
    IEC104_WRITABLE = EPOLLOUT,
    IEC104_BROKEN = EPOLLERR | EPOLLHUP,
};

static inline int iec104_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static inline int iec104_epoll_control(
    int epoll, int operation, int descriptor, uint32_t interest, uint64_t token) {
    struct epoll_event event = {.events = interest, .data = {.u64 = token}};
    return epoll_ctl(epoll, operation, descriptor, &event);
}

static inline int iec104_epoll_add(int epoll, int descriptor, uint32_t interest, uint64_t token) {
    return iec104_epoll_control(epoll, EPOLL_CTL_ADD, descriptor, interest, token);
}

static inline int iec104_epoll_modify(
    int epoll, int descriptor, uint32_t interest, uint64_t token) {
    return iec104_epoll_control(epoll, EPOLL_CTL_MOD, descriptor, interest, token);
}

static inline int iec104_epoll_remove(int epoll, int descriptor) {
    return iec104_epoll_control(epoll, EPOLL_CTL_DEL, descriptor, 0, 0);
}

// Edge-triggered: every write wakes, and nobody has to read.
static inline int iec104_epoll_add_wake_up(int epoll, int descriptor, uint64_t token) {
    return iec104_epoll_control(
        epoll, EPOLL_CTL_ADD, descriptor, (uint32_t)EPOLLIN | (uint32_t)EPOLLET, token);
}

static inline int iec104_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline int iec104_accept(int listener, struct sockaddr *address, socklen_t *length) {
    return accept4(listener, address, length, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

// The name of the calling thread, cut to what the system keeps.
static inline void iec104_name_thread(const char *name) {
    char kept[16] = {0};
    strncpy(kept, name, sizeof kept - 1);
    pthread_setname_np(pthread_self(), kept);
}

#endif
#endif
