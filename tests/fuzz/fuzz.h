/* fuzz.h - what every fuzz target gives, to libFuzzer or to driver.c. */
#ifndef TUNGNHA_FUZZ_H
#define TUNGNHA_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* One input through the real code. 0, or an assert that fails. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A target may know better than chance how its inputs change: the new size, at most max. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);

#endif
