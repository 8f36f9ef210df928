/* moment.h - the clocks of a test program, in a test's hand. TUNGNHA_MOMENT=SECONDS since 1970: it begins then, for
 * whoever wants to see the tests on another day. */
#ifndef MOMENT_H
#define MOMENT_H

#include <stdatomic.h>
#include <stdint.h>

extern atomic_bool moment_stands;      /* the time of day: no midnight and no week's end comes between two lines */
extern _Atomic int64_t moment_ahead_s; /* what is waited for is so much nearer */
extern atomic_bool moment_flies;       /* … and nearer still at every look at the clock */

#endif
