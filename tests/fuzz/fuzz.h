/* fuzz.h - what every fuzz target gives, to libFuzzer or to driver.c. */
#ifndef TUNGNHA_FUZZ_H
#define TUNGNHA_FUZZ_H

#include <stddef.h>
#include <stdint.h>

/* One input through the real code. 0, or an assert that fails. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
