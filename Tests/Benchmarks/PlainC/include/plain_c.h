#ifndef PLAIN_C_H
#define PLAIN_C_H
#include <stddef.h>
#include <stdint.h>

/// An object as a C program would hold it.
struct plain_object {
    uint32_t address;
    float value;
    uint8_t quality;
    uint16_t milliseconds;
    uint8_t minute, hour, day, month, year, flags;
};

/// Reads the objects of an M_ME_TF_1 ASDU; returns their number.
int plain_read_floats(const uint8_t *asdu, size_t length, struct plain_object *objects);
/// Writes an M_ME_TF_1 ASDU; returns its length.
size_t plain_write_floats(const struct plain_object *objects, int count, uint8_t *asdu);
/// Reads the objects of an M_SP_NA_1 ASDU; returns their number.
int plain_read_points(const uint8_t *asdu, size_t length, struct plain_object *objects);
/// Writes an M_SP_NA_1 ASDU; returns its length.
size_t plain_write_points(const struct plain_object *objects, int count, uint8_t *asdu);

/// How many blocks of memory the process has asked for so far: the program's own `malloc` counts.
long plain_allocations(void);

#endif
