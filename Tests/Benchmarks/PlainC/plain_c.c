#include "plain_c.h"
#include <string.h>

static uint32_t address(const uint8_t *p) { return p[0] | p[1] << 8 | (uint32_t)p[2] << 16; }

static uint8_t *header(uint8_t *p, uint8_t type, int count) {
    const uint8_t octets[6] = {type, (uint8_t)count, 3, 0, 1, 0};
    memcpy(p, octets, 6);
    return p + 6;
}

static uint8_t *put_address(uint8_t *p, uint32_t value) {
    p[0] = value;
    p[1] = value >> 8;
    p[2] = value >> 16;
    return p + 3;
}

int plain_read_floats(const uint8_t *asdu, size_t length, struct plain_object *objects) {
    int count = asdu[1] & 0x7F;
    if (length < 6 || length - 6 != (size_t)count * 15) return -1;
    const uint8_t *p = asdu + 6;
    for (int i = 0; i < count; i++, p += 15) {
        struct plain_object *o = &objects[i];
        o->address = address(p);
        memcpy(&o->value, p + 3, 4);
        o->quality = p[7];
        o->milliseconds = p[8] | p[9] << 8;
        o->minute = p[10] & 0x3F;
        o->hour = p[11] & 0x1F;
        o->day = p[12] & 0x1F;
        o->month = p[13] & 0x0F;
        o->year = p[14] & 0x7F;
        o->flags = (p[10] & 0xC0) | (p[11] & 0x80) >> 7;
    }
    return count;
}

size_t plain_write_floats(const struct plain_object *objects, int count, uint8_t *asdu) {
    uint8_t *p = header(asdu, 36, count);
    for (int i = 0; i < count; i++) {
        const struct plain_object *o = &objects[i];
        p = put_address(p, o->address);
        memcpy(p, &o->value, 4);
        p[4] = o->quality;
        p[5] = o->milliseconds;
        p[6] = o->milliseconds >> 8;
        p[7] = o->minute | (o->flags & 0xC0);
        p[8] = o->hour | (o->flags & 1) << 7;
        p[9] = o->day;
        p[10] = o->month;
        p[11] = o->year;
        p += 12;
    }
    return p - asdu;
}

int plain_read_points(const uint8_t *asdu, size_t length, struct plain_object *objects) {
    int count = asdu[1] & 0x7F;
    if (length < 6 || length - 6 != (size_t)count * 4) return -1;
    const uint8_t *p = asdu + 6;
    for (int i = 0; i < count; i++, p += 4) {
        objects[i].address = address(p);
        objects[i].value = p[3] & 1;
        objects[i].quality = p[3] & 0xF0;
    }
    return count;
}

size_t plain_write_points(const struct plain_object *objects, int count, uint8_t *asdu) {
    uint8_t *p = header(asdu, 1, count);
    for (int i = 0; i < count; i++) {
        p = put_address(p, objects[i].address);
        *p++ = (objects[i].value != 0) | objects[i].quality;
    }
    return p - asdu;
}
