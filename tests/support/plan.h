/* plan.h - a world whose campaign has targets and tasks (tests/flow/plan). */
#ifndef TUNGNHA_TESTS_PLAN_H
#define TUNGNHA_TESTS_PLAN_H

#include "world.h"

/* An act of the hub about its own work. */
void plan_act(struct world *w, enum entry_kind kind, cJSON *fields);

/* The campaign phu-lac-2025 naming targets-thu and tasks-thu; each a define act. */
void plan_campaign(struct world *w);
void plan_targets(struct world *w);
void plan_tasks(struct world *w);

#endif
