/* targets.h - a plan's targets as data (forms/README.md): what is measured, at which level, how much by when, who
 * leads, on what basis; and judging a figure, in integers. A target's figure is a numerator and a denominator: typed
 * from the one-stop system, or an indicator of the household form. Percentages are never averaged, never stored. */
#ifndef TUNGNHA_TARGETS_H
#define TUNGNHA_TARGETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tungnha/clock.h>
#include <tungnha/form.h>
#include <tungnha/campaign.h>

enum {
	TARGETS_MAX = 64,
	TARGET_GOALS_MAX = 6,
	TARGET_BASELINES_MAX = 4,
	TARGET_SECTIONS_MAX = 12,
	TARGET_NUMBER_MAX = 2000000000
};
#define TARGET_SUM_MAX INT64_C(100000000000000) /* of a sum over units */

/* What is asked of one level of units. */
struct target_goal {
	char level[UNIT_LEVEL]; /* of the units whose figures it judges; "" = of the whole, whatever the level */
	bool more_than;         /* "trên 75%": more than; else at least */
	int percent;            /* 0 to 100; -1: no number in the plan (followed, not judged) */
};

/* A figure printed in the plan, to be computed again in a test. */
struct target_baseline {
	const char *period; /* "2022", "2023-01/2023-08": shown, never compared */
	char level[UNIT_LEVEL];
	int64_t num, den;
	const char *printed;    /* "59,87%", as the plan prints it */
	struct form_words note; /* where print and figures differ: why; in[0] NULL = they do not */
};

struct target {
	const char *id;     /* a-z 0-9 - : typed in `figures set` */
	const char *number; /* as the plan counts it: "2", "I.1", "III.2.4"; "" = it does not */
	int section;        /* index of struct targets.section, -1 = none */
	struct form_words label, numerator, denominator;
	bool may_exceed;       /* the numerator may be greater than the denominator: no part of a whole */
	const char *indicator; /* of the household form, which computes it; "" = typed from the one-stop system */
	struct target_goal goal[TARGET_GOALS_MAX];
	size_t goals;                       /* at least 1 */
	const char *lead, *support, *basis; /* "" = the plan does not say; Vietnamese only */
	char due[CLOCK_DATE];               /* "" = no day */
	struct form_words due_words;        /* in the plan's words; in[0] NULL = the day itself */
	struct target_baseline baseline[TARGET_BASELINES_MAX];
	size_t baselines;
};

struct targets {
	const char *id;
	struct id def;
	const char *bytes;
	size_t size;
	struct form_words title;
	const char *plan;
	struct form_words section[TARGET_SECTIONS_MAX];
	size_t sections;
	struct target target[TARGETS_MAX];
	size_t count;
	void *root; /* owns all the strings */
};

int targets_load(const char *json, size_t n, const char *place, struct targets **out, struct err *e);
void targets_free(struct targets *t);
int targets_index(const struct targets *t, const char *id); /* -1: none */

enum target_verdict { TARGET_NO_FIGURE, TARGET_NOT_JUDGED, TARGET_MET, TARGET_NOT_MET };
/* 100·num >= percent·den (more_than: >), in integers; den 0 and no figure: TARGET_NO_FIGURE. *needed: how many more of
 * num meet it with this den (0 when met; -1 when there is nothing to judge).
 * num and den: 0 to TARGET_SUM_MAX. */
enum target_verdict target_judge(const struct target_goal *g, int64_t num, int64_t den, int64_t *needed);
/* Half-up hundredths of a percent: 23767, 39696 -> 5987; -1 when den is 0. */
int64_t target_hundredths(int64_t num, int64_t den);

#endif
