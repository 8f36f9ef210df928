/* week.h - a commune and a hamlet in one reporting week, for tests of declaring and closing. */
#ifndef TUNGNHA_TESTS_WEEK_H
#define TUNGNHA_TESTS_WEEK_H

#include "author.h"
#include "world.h"

#include <tungnha/app_submit.h>

int64_t week_at(const char *stamp);
void week_behind(struct node *n, const char *sql);
/* As if every submit had reached the hub at that moment. */
void week_arrived(struct world *w, const char *stamp);
void week_declare(struct node *n, const char *period, const char *stamp);
struct app_hub_submit week_declared(struct world *w, const char *period, const char *now, struct app_hub_submits *all);
void week_on_time(struct world *w, const char *period, const char *now, enum app_on_time expected);
void week_begin(struct world *w, struct node *n);
void week_end(struct world *w, struct node *n);

#endif
