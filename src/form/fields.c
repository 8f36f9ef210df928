/* fields.c - the fields of a form: what is asked at the door, in which order, under which headings. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "lexer.h"
#include "machine.h"

enum { COUNT_MAX = 1000000, TEXT_MAX = 1000, KEY_MAX = 8, OPTION_VALUE_MAX = 999 };

static const char *const members[] = {"!id", "role", "!type", "!label", "hint", "max", "may_be_unknown", "local",
	"no_personal_numbers", "when", "headings", "weak_headings", "options", "default", NULL};
static const char *const option_members[] = {"!id", "!value", "!label", "words", "unvisited", "again", NULL};
static const char *const default_members[] = {"!given", "!then", "!else", NULL};

static const char *const types[] = {[FORM_KEY] = "key",
	[FORM_CHOICE] = "choice",
	[FORM_COUNT] = "count",
	[FORM_DATE] = "date",
	[FORM_TEXT] = "text",
	NULL};

enum role { ROLE_NUMBER, ROLE_STATUS, ROLE_VISIT, ROLE_NOTE, ROLE_LABEL };
static const char *const roles[] = {[ROLE_NUMBER] = "number",
	[ROLE_STATUS] = "status",
	[ROLE_VISIT] = "visit",
	[ROLE_NOTE] = "note",
	[ROLE_LABEL] = "label",
	NULL};
static const enum form_type role_types[] = {FORM_KEY, FORM_CHOICE, FORM_DATE, FORM_TEXT, FORM_TEXT};

static bool has(const cJSON *object, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(object, name) != NULL;
}

/* --- names and words --- */

/* What a folded heading or option word means already, or NULL. Option words are apart for each field. */
static struct machine_word *find_word(struct form_machine *m, const char *folded, int field, bool option)
{
	for (size_t i = 0; i < m->words; i++) {
		struct machine_word *w = &m->word[i];
		if ((w->option >= 0) == option && (!option || w->field == field) && strcmp(w->folded, folded) == 0)
			return w;
	}
	return NULL;
}

static int refuse_word(
	const struct form *f, const struct machine_word *known, const char *text, struct strict *s, const char *member)
{
	const struct form_field *field = &f->field[known->field];
	const char *means = known->option >= 0 ? field->option[known->option].id : field->id;
	return strict_refuse(s, member, TEXT_FORM_WORD_TWICE, text, means);
}

static int add_word(struct form *f, struct machine_word word, const char *text, struct strict *s, const char *member)
{
	struct form_machine *m = f->machine;
	int rc = 0;
	word.folded = utf8_fold(text);
	word.text = text;
	struct machine_word *known = find_word(m, word.folded, word.field, word.option >= 0);
	if (!*word.folded)
		rc = strict_refuse(s, member, TEXT_FORM_WORD_EMPTY, text, NULL);
	else if (known && (known->field != word.field || known->option != word.option))
		rc = refuse_word(f, known, text, s, member);
	if (rc < 0 || known) {
		free(word.folded);
		return rc;
	}
	m->word = alloc_grow(m->word, m->words + 1, sizeof *m->word);
	m->word[m->words++] = word;
	return 0;
}

/* The ids and labels mean the field or option as well as the words listed for it. */
static int add_words(
	struct form *f, struct machine_word word, const char *id, const struct form_words *label, struct strict *s)
{
	if (add_word(f, word, id, s, "id") < 0)
		return -1;
	for (int lang = 0; lang < LANG_COUNT; lang++)
		if (add_word(f, word, label->in[lang], s, "label") < 0)
			return -1;
	return 0;
}

static int add_word_list(
	struct form *f, struct machine_word word, const cJSON *object, const char *member, struct strict *s)
{
	const cJSON *list, *item;
	const char *text;
	size_t i = 0;
	if (strict_list(s, object, member, FORM_HEADINGS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, member, i++);
		if (strict_text_item(s, item, FORM_HEADING_BYTES, &text) < 0 || add_word(f, word, text, s, "") < 0)
			return -1;
		strict_leave(s, mark);
	}
	return 0;
}

/* --- options --- */

/* An option's id stands for one value throughout the form; a field's options differ in value. */
static int add_constant(struct form *f, const struct form_field *field, const struct form_option *o, struct strict *s)
{
	struct expr_scope *scope = &f->machine->fields;
	for (const struct form_option *other = field->option; other < o; other++)
		if (other->value == o->value || strcmp(other->id, o->id) == 0)
			return strict_refuse(s, "value", TEXT_FORM_OPTION_VALUE, o->id, NULL);
	for (size_t i = 0; i < scope->constants; i++)
		if (strcmp(scope->constant[i], o->id) == 0)
			return scope->constant_value[i] == o->value
				       ? 0
				       : strict_refuse(s, "value", TEXT_FORM_OPTION_VALUE, o->id, NULL);
	scope->constant[scope->constants] = o->id;
	scope->constant_value[scope->constants++] = o->value;
	return 0;
}

static int load_option(struct form *f, struct form_field *field, const cJSON *item, struct strict *s)
{
	struct form_option *o = &field->option[field->options];
	struct machine_word word = {.field = (int)f->fields, .option = (int)field->options};
	if (strict_members(s, item, option_members) < 0 || strict_text(s, item, "id", STRICT_ID, &o->id) < 0 ||
		strict_id(s, "id", o->id, '_') < 0 ||
		strict_int(s, item, "value", 0, OPTION_VALUE_MAX, &o->value) < 0 ||
		strict_words(s, item, "label", STRICT_SENTENCE, &o->label) < 0 ||
		strict_bool(s, item, "unvisited", &o->unvisited) < 0 || strict_bool(s, item, "again", &o->again) < 0 ||
		add_constant(f, field, o, s) < 0)
		return -1;
	if (expr_is_word(o->id))
		return strict_refuse(s, "id", TEXT_FORM_ID_RESERVED, o->id, NULL);
	field->options++;
	return add_words(f, word, o->id, &o->label, s) < 0 ? -1 : add_word_list(f, word, item, "words", s);
}

static int load_options(struct form *f, struct form_field *field, const cJSON *object, struct strict *s)
{
	const cJSON *list, *item;
	size_t i = 0;
	if (!has(object, "options"))
		return strict_refuse(s, "options", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	if (strict_list(s, object, "options", FORM_OPTIONS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, "options", i++);
		if (load_option(f, field, item, s) < 0)
			return -1;
		strict_leave(s, mark);
	}
	return field->options ? 0 : strict_refuse(s, "options", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
}

/* --- one field --- */

static int *role_slot(struct form *f, int role)
{
	int *const slot[] = {&f->number, &f->status, &f->visit, &f->note, &f->label};
	return slot[role];
}

static int load_role(struct form *f, const struct form_field *field, const cJSON *object, struct strict *s)
{
	const char *name;
	if (strict_text(s, object, "role", STRICT_ID, &name) < 0)
		return -1;
	if (!*name)
		return 0;
	int role = strict_choose(s, "role", name, roles);
	if (role < 0)
		return -1;
	if (field->type != role_types[role])
		return strict_refuse(s, "role", TEXT_FORM_ROLE_TYPE, name, types[role_types[role]]);
	if (role <= ROLE_STATUS && (field->may_be_unknown || field->local || has(object, "when")))
		return strict_refuse(s, "role", TEXT_FORM_ROLE_FIXED, name, NULL);
	if (*role_slot(f, role) >= 0)
		return strict_refuse(s, "role", TEXT_FORM_ROLE_TWICE, name, NULL);
	*role_slot(f, role) = (int)f->fields;
	return 0;
}

/* Members that mean nothing for a type are refused, so that nobody believes they do something. */
static int refuse_misplaced(const struct form_field *field, const cJSON *object, struct strict *s)
{
	enum form_type t = field->type;
	const struct {
		const char *member;
		bool allowed;
	} uses[] = {
		{"max", t == FORM_COUNT || t == FORM_TEXT || t == FORM_KEY},
		{"options", t == FORM_CHOICE},
		{"default", t == FORM_CHOICE},
		{"no_personal_numbers", t == FORM_TEXT},
		{"may_be_unknown", t == FORM_COUNT || t == FORM_CHOICE || t == FORM_DATE},
	};
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
		if (!uses[i].allowed && has(object, uses[i].member))
			return strict_refuse(s, uses[i].member, TEXT_FORM_NOT_FOR_TYPE, types[t], NULL);
	if (uses[0].allowed && !has(object, "max"))
		return strict_refuse(s, "max", TEXT_FORM_MEMBER_MISSING, NULL, NULL);
	return 0;
}

static int max_of(enum form_type type)
{
	return type == FORM_COUNT ? COUNT_MAX : type == FORM_TEXT ? TEXT_MAX : KEY_MAX;
}

static int load_field_id(struct form *f, struct form_field *field, const cJSON *item, struct strict *s)
{
	const char *type;
	int t;
	if (strict_members(s, item, members) < 0 || strict_text(s, item, "id", STRICT_ID, &field->id) < 0 ||
		strict_id(s, "id", field->id, '_') < 0 || strict_text(s, item, "type", STRICT_ID, &type) < 0 ||
		(t = strict_choose(s, "type", type, types)) < 0)
		return -1;
	field->type = (enum form_type)t;
	if (expr_is_word(field->id))
		return strict_refuse(s, "id", TEXT_FORM_ID_RESERVED, field->id, NULL);
	if (form_field_index(f, field->id) >= 0)
		return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, field->id, NULL);
	return 0;
}

static int load_field(struct form *f, const cJSON *item, struct strict *s)
{
	struct form_field *field = &f->field[f->fields];
	struct machine_word heading = {.field = (int)f->fields, .option = -1};
	struct machine_word weak = {.field = (int)f->fields, .option = -1, .weak = true};
	if (load_field_id(f, field, item, s) < 0 ||
		strict_words(s, item, "label", STRICT_SENTENCE, &field->label) < 0 ||
		strict_words(s, item, "hint", STRICT_SENTENCE, &field->hint) < 0 ||
		refuse_misplaced(field, item, s) < 0 ||
		strict_int(s, item, "max", 1, max_of(field->type), &field->max) < 0 ||
		strict_bool(s, item, "may_be_unknown", &field->may_be_unknown) < 0 ||
		strict_bool(s, item, "local", &field->local) < 0 ||
		strict_bool(s, item, "no_personal_numbers", &field->no_personal_numbers) < 0 ||
		load_role(f, field, item, s) < 0)
		return -1;
	if (field->type == FORM_CHOICE && load_options(f, field, item, s) < 0)
		return -1;
	if (add_words(f, heading, field->id, &field->label, s) < 0 ||
		add_word_list(f, heading, item, "headings", s) < 0 ||
		add_word_list(f, weak, item, "weak_headings", s) < 0)
		return -1;
	struct expr_scope *scope = &f->machine->fields;
	scope->name[scope->names++] = field->local ? NULL : field->id;
	f->fields++;
	return 0;
}

/* --- what needs all fields --- */

static int option_index(const struct form_field *field, const char *id)
{
	for (size_t i = 0; i < field->options; i++)
		if (strcmp(field->option[i].id, id) == 0)
			return (int)i;
	return -1;
}

static int take_default_option(
	const struct form_field *status, const cJSON *object, const char *member, int *out, struct strict *s)
{
	const char *id, *ids[FORM_OPTIONS_MAX];
	for (size_t i = 0; i < status->options; i++)
		ids[i] = status->option[i].id;
	if (strict_text(s, object, member, STRICT_ID, &id) < 0)
		return -1;
	*out = option_index(status, id);
	return *out >= 0 ? 0 : strict_unknown(s, member, id, ids, status->options);
}

static int load_default(struct form *f, const cJSON *list, struct strict *s)
{
	struct form_machine *m = f->machine;
	const cJSON *item = cJSON_GetArrayItem(list, f->status);
	const cJSON *fallback = cJSON_GetObjectItemCaseSensitive(item, "default");
	const char *given, *ids[FORM_FIELDS_MAX];
	if (!fallback)
		return 0;
	size_t mark = strict_enter_item(s, "fields", (size_t)f->status), inner = strict_enter(s, "default");
	(void)inner;
	for (size_t i = 0; i < f->fields; i++)
		ids[i] = f->field[i].id;
	if (strict_members(s, fallback, default_members) < 0 ||
		strict_text(s, fallback, "given", STRICT_ID, &given) < 0 ||
		take_default_option(&f->field[f->status], fallback, "then", &m->then, s) < 0 ||
		take_default_option(&f->field[f->status], fallback, "else", &m->otherwise, s) < 0)
		return -1;
	m->given = f->answer = form_field_index(f, given);
	f->answered = m->then;
	if (m->given < 0)
		return strict_unknown(s, "given", given, ids, f->fields);
	strict_leave(s, mark);
	return 0;
}

/* "when" may look back only: what is asked next must be known before it is asked. */
static int looks_back(const struct form *f, size_t field, const char *when, struct strict *s)
{
	struct expr_scope before = f->machine->fields;
	struct buf sql;
	char later[ERR_ARG_BYTES];
	before.names = field;
	buf_init(&sql, FORM_BYTES_MAX);
	int rc = lexer_translate(&before, when, &sql, s, "when");
	buf_free(&sql);
	if (rc == 0)
		return 0;
	memcpy(later, s->e->arg[1], sizeof later); /* the name the lexer did not know */
	return strict_refuse(s, "when", TEXT_FORM_WHEN_LATER, later, NULL);
}

static int load_when(struct form *f, size_t i, const cJSON *item, struct expr_draft *d, struct strict *s)
{
	const char *when;
	size_t mark = strict_enter_item(s, "fields", i);
	f->machine->when_of[i] = -1;
	if (has(item, "when")) {
		if (strict_text(s, item, "when", FORM_BYTES_MAX, &when) < 0 ||
			expr_add(d, &f->machine->fields, when, s, "when") < 0 || looks_back(f, i, when, s) < 0)
			return -1;
		f->machine->when_of[i] = (int)d->count - 1;
		f->field[i].has_when = true;
	}
	strict_leave(s, mark);
	return 0;
}

static int load_whens(struct form *f, const cJSON *list, struct strict *s)
{
	struct expr_draft d;
	const cJSON *item;
	size_t i = 0;
	int rc = 0;
	expr_draft_init(&d, f->machine->engine);
	cJSON_ArrayForEach(item, list) if (rc == 0) rc = load_when(f, i++, item, &d, s);
	if (rc == 0)
		rc = expr_finish(&d, &f->machine->fields, &f->machine->when, s);
	expr_draft_free(&d);
	return rc;
}

/* An id is a field or an option, never both: in an expression nobody could tell them apart. */
static int check_options_apart(const struct form *f, struct strict *s)
{
	for (size_t i = 0; i < f->fields; i++)
		for (size_t o = 0; o < f->field[i].options; o++) {
			const struct form_option *option = &f->field[i].option[o];
			strict_enter_item(s, "fields", i);
			strict_enter_item(s, "options", o);
			if (form_field_index(f, option->id) >= 0)
				return strict_refuse(s, "id", TEXT_FORM_ID_TWICE, option->id, NULL);
			if ((option->unvisited || option->again) && (int)i != f->status)
				return strict_refuse(s, option->unvisited ? "unvisited" : "again",
					TEXT_FORM_NOT_FOR_TYPE, types[f->field[i].type], NULL);
			strict_leave(s, 0);
		}
	return 0;
}

static void sort_fields(struct form *f)
{
	int *order = f->machine->order;
	for (int i = 0; i < (int)f->fields; i++) {
		int at = i;
		for (; at > 0 && strcmp(f->field[order[at - 1]].id, f->field[i].id) > 0; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
}

int fields_load(struct form *f, const cJSON *root, struct strict *s)
{
	const cJSON *list, *item;
	f->number = f->status = f->visit = f->note = f->label = -1;
	f->answer = f->answered = -1;
	f->machine->given = f->machine->then = f->machine->otherwise = -1;
	if (strict_list(s, root, "fields", FORM_FIELDS_MAX, &list) < 0)
		return -1;
	cJSON_ArrayForEach(item, list)
	{
		size_t mark = strict_enter_item(s, "fields", f->fields);
		if (load_field(f, item, s) < 0)
			return -1;
		strict_leave(s, mark);
	}
	if (f->number < 0 || f->status < 0)
		return strict_refuse(
			s, "fields", TEXT_FORM_ROLE_MISSING, roles[f->number < 0 ? ROLE_NUMBER : ROLE_STATUS], NULL);
	sort_fields(f);
	if (check_options_apart(f, s) < 0 || load_default(f, list, s) < 0)
		return -1;
	return load_whens(f, list, s);
}
