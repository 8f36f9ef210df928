/* plan_tasks.h - what the files of tasks share. */
#ifndef TUNGNHA_APP_PLAN_TASKS_H
#define TUNGNHA_APP_PLAN_TASKS_H

#include <tungnha/app_tasks.h>

int plan_tasks_load(struct store *s, struct app_task_list *out, struct err *e);
void plan_task_free(struct app_task *t);
void plan_task_copy(const struct app_task *from, struct app_task *to);
bool plan_task_same(const struct app_task *a, const struct app_task *b);
int plan_task_change(struct app_task *t, const struct app_task_change *c, struct err *e);
/* In a transaction: an id for a new one; the entry. */
int plan_task_name(struct store *s, const struct app_task_list *l, char out[static APP_TASK_ID], struct err *e);
int plan_task_write(struct store *s, const struct app_task *t, bool remove, int64_t now, struct err *e);

#endif
