/* The few ASDUs that are needed, octet by octet. */
#define _GNU_SOURCE
#include "bareloop.h"

#include <time.h>

uint8_t *asduHeader(uint8_t *p, int type, int count, int cause)
{
    *p++ = (uint8_t)type;
    *p++ = (uint8_t)count;
    *p++ = (uint8_t)cause;
    *p++ = 0;    /* originator */
    *p++ = 1;    /* common address */
    *p++ = 0;
    return p;
}

uint8_t *put24(uint8_t *p, uint32_t value)
{
    *p++ = (uint8_t)value;
    *p++ = (uint8_t)(value >> 8);
    *p++ = (uint8_t)(value >> 16);
    return p;
}

/* CP56Time2a in UTC; the calendar is asked once a minute. */
uint8_t *putTime(uint8_t *p, uint64_t time)
{
    static uint64_t minute;
    static struct tm calendar;
    if (time / 60000 != minute) {
        time_t seconds = (time_t)(time / 1000);
        minute = time / 60000;
        gmtime_r(&seconds, &calendar);
    }
    uint32_t inMinute = (uint32_t)(time % 60000);
    *p++ = (uint8_t)inMinute;
    *p++ = (uint8_t)(inMinute >> 8);
    *p++ = (uint8_t)calendar.tm_min;
    *p++ = (uint8_t)calendar.tm_hour;
    *p++ = (uint8_t)(calendar.tm_mday | (calendar.tm_wday ? calendar.tm_wday : 7) << 5);
    *p++ = (uint8_t)(calendar.tm_mon + 1);
    *p++ = (uint8_t)(calendar.tm_year - 100);
    return p;
}
