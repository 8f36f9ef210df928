/* sync_units.h - one carrier or another, for every hamlet of this device. */
#ifndef TUNGNHA_APP_SYNC_UNITS_H
#define TUNGNHA_APP_SYNC_UNITS_H

#include <tungnha/app_collector.h>

/* Carries one unit; -1 ends the walk. */
typedef int (*sync_each_unit)(void *context, struct store *s, const char *unit, struct err *e);

/* Every unit of the device that has a hub, `unit` (NULL: all) and those its figures came from: looked up anew after
 * each, for a reply may have taken a unit in or let one go. *units: how many. */
int sync_units(struct store *s, const char *unit, sync_each_unit each, void *context, size_t *units, struct err *e);

/* Adds what stands in the store for a unit by now: what is confirmed, held, returned, in conflict; the hub's word. A
 * unit let go meanwhile has nothing to add. */
int sync_add_unit(struct store *s, const char *unit, struct app_synced *out, struct err *e);

#endif
