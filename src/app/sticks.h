/* sticks.h - what app_sticks.c looks through, apart so that tests can show it a list of their own. */
#ifndef TUNGNHA_APP_STICKS_PRIVATE_H
#define TUNGNHA_APP_STICKS_PRIVATE_H

#include <tungnha/app_sticks.h>

/* Of a list of mounts as /proc/self/mounts; of every folder in `folder`. */
size_t sticks_mounted(const char *mounts, struct app_stick *out, size_t max);
size_t sticks_under(const char *folder, struct app_stick *out, size_t max);

#endif
