/* command_pairs.c - KEY=VALUE words of `put` and `household put`. */
#include <string.h>

#include <tungnha/command.h>
#include <tungnha/command_shared.h>

static int refuse_field(const struct form *f, const char *key, struct err *e)
{
	const char *names[FORM_FIELDS_MAX];
	for (size_t i = 0; i < f->fields; i++)
		names[i] = f->field[i].id;
	const char *near = command_nearest(key, names, f->fields);
	if (near)
		return err_set(e, ERR_USAGE, TEXT_PUT_FIELD_NEAR, "%s" ERR_AND "%s", key, near);
	struct buf all;
	buf_init(&all, ERR_ARG_BYTES);
	for (size_t i = 0; i < f->fields; i++)
		buf_print(&all, "%s%s", i ? ", " : "", names[i]);
	err_set(e, ERR_USAGE, TEXT_PUT_FIELD_UNKNOWN, "%s" ERR_AND "%s", key, all.data);
	buf_free(&all);
	return -1;
}

int command_pair(const struct form *f, char *word, struct app_put *p, struct form_change *change, struct err *e)
{
	char *equals = strchr(word, '=');
	if (!equals)
		return err_set(e, ERR_USAGE, TEXT_PUT_NOT_A_PAIR, "%s", word);
	*equals = '\0';
	int field = form_field_index(f, word);
	if (field < 0)
		return refuse_field(f, word, e);
	bool again = field == f->number && p->number;
	for (size_t i = 0; i < p->changes; i++)
		again = again || change[i].field == field;
	if (again)
		return err_set(e, ERR_USAGE, TEXT_PUT_TWICE, "%s", word);
	if (field == f->number)
		p->number = equals + 1;
	else
		change[p->changes++] = (struct form_change){field, equals + 1};
	return 0;
}
