/* tiers.h - hubs above hubs for tests: real stores, what goes up from one to the other. Failures end the test. */
#ifndef TUNGNHA_TESTS_TIERS_H
#define TUNGNHA_TESTS_TIERS_H

#include "shelf.h"

#include <tungnha/store_acts.h>

#define TIER_PERIOD "2025-W45"

/* A hub with the shipped campaign and form, and its own unit. */
struct store *tier_hub(
	const struct shelf *d, const char *folder, const char *code, const char *name, const char *level);
void tier_unit(struct store *hub, const char *code, const char *name, const char *level, const char *parent);
/* Invited for its own unit, which the parent must know. */
void tier_join(struct store *child, struct store *parent);
void tier_join_device(struct store *device, struct store *hub, const char *unit);
bool tier_knows(struct store *hub, const char *unit, struct store *node); /* a device act was written */
/* Messages and replies of one unit until nothing moves; how many messages. */
int tier_exchange(struct store *child, struct store *parent, const char *unit);

struct name tier_act(struct store *hub, const char *unit, enum entry_kind kind, const struct id *key, cJSON *fields);
void tier_paper(struct store *hub, const char *unit, int households, int persons);         /* typed from paper */
void tier_import(struct store *hub, const char *unit, const char *period, int households); /* -1: withdrawn */
struct name tier_close(struct store *hub, const char *period);
void tier_revoke(struct store *hub, const char *unit, struct store *node);
void tier_lock(struct store *hub, const char *unit);

struct store_figures tier_figures(struct store *hub, const char *unit, const char *period);
/* The unit's first column (households reviewed) as it counts. */
int64_t tier_households(struct store *hub, const char *unit, const char *period);

#endif
