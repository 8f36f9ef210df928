/* rules.c - what a form computes: rules, columns, rules about a unit's totals, indicators; and its checks. */
#include <string.h>

#include "machine.h"

static const char *const rule_members[] = {"!id", "!must", "refuse", "warn", "reviewers_only", NULL};
static const char *const unit_rule_members[] = {"!id", "!must", "refuse", "warn", "reviewers_only", NULL};
static const char *const column_members[] = {
	"!id", "!label", "!counts", "printed", "progress", "listed", "headings", NULL};
static const char *const indicator_members[] = {"!id", "!label", "!num", "!den", "per", "percent", NULL};

/* One list of the form, item by item, all expressions going into one SELECT. */
struct part {
	struct form *f;
	struct strict *s;
	struct expr_draft draft;
	const struct expr_scope *scope;
};

static int add_expression(struct part *p, const cJSON *item, const char *member)
{
	const char *text;
	if (strict_text(p->s, item, member, FORM_BYTES_MAX, &text) < 0)
		return -1;
	return expr_add(&p->draft, p->scope, text, p->s, member);
}

static int load_list(struct part *p, const cJSON *root, const char *name, size_t max,
	int (*load)(struct part *p, const cJSON *item), struct expr_set *set)
{
	const cJSON *list, *item;
	size_t i = 0;
	int rc = strict_list(p->s, root, name, max, &list);
	expr_draft_init(&p->draft, p->f->machine->engine);
	if (rc == 0)
		cJSON_ArrayForEach(item, list)
		{
			size_t mark = strict_enter_item(p->s, name, i++);
			if (rc == 0)
				rc = load(p, item);
			if (rc == 0)
				strict_leave(p->s, mark);
		}
	if (rc == 0)
		rc = expr_finish(&p->draft, p->scope, set, p->s);
	expr_draft_free(&p->draft);
	return rc;
}

/* The names a sentence may fill in are those its expression may use. */
static int take_sentence(struct part *p, const cJSON *item, const char *member, struct form_words *out)
{
	const char *names[EXPR_NAMES_MAX];
	size_t n = 0;
	for (size_t i = 0; i < p->scope->names; i++)
		if (p->scope->name[i])
			names[n++] = p->scope->name[i];
	if (strict_words(p->s, item, member, STRICT_SENTENCE, out) < 0)
		return -1;
	return strict_placeholders(p->s, member, out, names, n);
}

/* The last field that stands in an expression, in the order they are asked. */
static int last_named(const struct form *f, const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	int last = -1;
	while (*(text += strcspn(text, letters))) {
		size_t n = strspn(text, letters);
		for (int i = last + 1; i < (int)f->fields; i++)
			if (strlen(f->field[i].id) == n && strncmp(f->field[i].id, text, n) == 0)
				last = i;
		text += n;
	}
	return last;
}

static int check_rule_id(struct part *p, const char *id, const struct form_rule *rules, size_t n)
{
	if (strict_id(p->s, "id", id, '_') < 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (strcmp(rules[i].id, id) == 0)
			return strict_refuse(p->s, "id", TEXT_FORM_ID_TWICE, id, NULL);
	return 0;
}

/* A rule refuses or warns; what refuses is told to everybody. */
static int take_kind(struct part *p, const cJSON *item, struct form_rule *r)
{
	r->refuses = cJSON_GetObjectItemCaseSensitive(item, "refuse") != NULL;
	if (r->refuses == (cJSON_GetObjectItemCaseSensitive(item, "warn") != NULL))
		return strict_refuse(p->s, "", TEXT_FORM_RULE_KIND, NULL, NULL);
	if (take_sentence(p, item, r->refuses ? "refuse" : "warn", &r->sentence) < 0 ||
		strict_bool(p->s, item, "reviewers_only", &r->reviewers_only) < 0)
		return -1;
	if (r->refuses && r->reviewers_only)
		return strict_refuse(p->s, "reviewers_only", TEXT_FORM_REFUSES_ALWAYS, NULL, NULL);
	return 0;
}

static int load_rule(struct part *p, const cJSON *item)
{
	struct form *f = p->f;
	struct form_rule *r = &f->rule[f->rules];
	if (strict_members(p->s, item, rule_members) < 0 || strict_text(p->s, item, "id", STRICT_ID, &r->id) < 0 ||
		check_rule_id(p, r->id, f->rule, f->rules) < 0)
		return -1;
	/* A refused example names a field or a rule. */
	if (form_field_index(f, r->id) >= 0)
		return strict_refuse(p->s, "id", TEXT_FORM_ID_TWICE, r->id, NULL);
	if (take_kind(p, item, r) < 0)
		return -1;
	f->rules++;
	const char *must = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, "must"));
	r->field = last_named(f, must ? must : "");
	return add_expression(p, item, "must");
}

static int load_unit_rule(struct part *p, const cJSON *item)
{
	struct form *f = p->f;
	struct form_rule *r = &f->unit_rule[f->unit_rules];
	if (strict_members(p->s, item, unit_rule_members) < 0 || strict_text(p->s, item, "id", STRICT_ID, &r->id) < 0 ||
		check_rule_id(p, r->id, f->unit_rule, f->unit_rules) < 0 || take_kind(p, item, r) < 0)
		return -1;
	r->field = -1;
	f->unit_rules++;
	return add_expression(p, item, "must");
}

/* How other tables head the column; one that means another column already would be a guess. */
static int load_headings(struct part *p, const cJSON *item, const cJSON **out)
{
	const cJSON *heading;
	const char *text;
	size_t at = 0;
	if (!cJSON_GetObjectItemCaseSensitive(item, "headings"))
		return 0;
	if (strict_list(p->s, item, "headings", FORM_HEADINGS_MAX, out) < 0)
		return -1;
	cJSON_ArrayForEach(heading, *out)
	{
		size_t mark = strict_enter_item(p->s, "headings", at++);
		if (strict_text_item(p->s, heading, FORM_HEADING_BYTES, &text) < 0)
			return -1;
		int known = form_column_heading(p->f, text);
		if (known >= 0)
			return strict_refuse(p->s, "", TEXT_FORM_WORD_TWICE, text, p->f->column[known].id);
		strict_leave(p->s, mark);
	}
	return 0;
}

static int load_column(struct part *p, const cJSON *item)
{
	struct form *f = p->f;
	struct form_column *c = &f->column[f->columns];
	if (strict_members(p->s, item, column_members) < 0 || strict_text(p->s, item, "id", STRICT_ID, &c->id) < 0 ||
		strict_id(p->s, "id", c->id, '_') < 0 ||
		strict_words(p->s, item, "label", STRICT_SENTENCE, &c->label) < 0 ||
		strict_bool(p->s, item, "printed", &c->printed) < 0 ||
		strict_bool(p->s, item, "progress", &c->progress) < 0 ||
		strict_bool(p->s, item, "listed", &c->listed) < 0 ||
		load_headings(p, item, &f->machine->headings[f->columns]) < 0)
		return -1;
	if (expr_is_word(c->id))
		return strict_refuse(p->s, "id", TEXT_FORM_ID_RESERVED, c->id, NULL);
	for (size_t i = 0; i < f->columns; i++) {
		if (strcmp(f->column[i].id, c->id) == 0)
			return strict_refuse(p->s, "id", TEXT_FORM_ID_TWICE, c->id, NULL);
		if (c->listed && f->column[i].listed)
			return strict_refuse(p->s, "listed", TEXT_FORM_LISTED_TWICE, NULL, NULL);
	}
	struct expr_scope *columns = &f->machine->columns;
	columns->name[columns->names++] = c->id;
	f->columns++;
	return add_expression(p, item, "counts");
}

static int load_indicator(struct part *p, const cJSON *item)
{
	struct form *f = p->f;
	struct form_indicator *n = &f->indicator[f->indicators];
	n->per = 100;
	if (strict_members(p->s, item, indicator_members) < 0 || strict_text(p->s, item, "id", STRICT_ID, &n->id) < 0 ||
		strict_id(p->s, "id", n->id, '_') < 0 ||
		strict_words(p->s, item, "label", STRICT_SENTENCE, &n->label) < 0 ||
		strict_int(p->s, item, "per", 1, 1000000, &n->per) < 0 ||
		strict_bool(p->s, item, "percent", &n->percent) < 0)
		return -1;
	for (size_t i = 0; i < f->indicators; i++)
		if (strcmp(f->indicator[i].id, n->id) == 0)
			return strict_refuse(p->s, "id", TEXT_FORM_ID_TWICE, n->id, NULL);
	f->indicators++;
	return add_expression(p, item, "num") < 0 ? -1 : add_expression(p, item, "den");
}

/* --- checks --- */

static const char *const kinds[] = {[FORM_CHECK_IDENTICAL_IN_A_ROW] = "identical_in_a_row",
	[FORM_CHECK_QUICK_IN_A_ROW] = "quick_in_a_row",
	[FORM_CHECK_TOTAL_FALLS] = "total_falls",
	[FORM_CHECK_TOTAL_GROWS] = "total_grows",
	[FORM_CHECK_NAME_ALIKE] = "name_alike",
	[FORM_CHECK_SAME_LABEL_AND_COUNTS] = "same_label_and_counts",
	[FORM_CHECK_CLOCK_BEHIND] = "clock_behind",
	[FORM_CHECK_DATE_OUTSIDE] = "date_outside",
	NULL};

const char *form_check_word(enum form_check_kind kind)
{
	return kinds[kind];
}

const struct form_checks *form_check_of(const struct form *f, enum form_check_kind kind)
{
	for (size_t i = 0; i < f->checks; i++)
		if (f->check[i].kind == kind)
			return &f->check[i];
	return NULL;
}

/* The members of each kind: its parameters are required, another's are refused. */
static const char *const plain[] = {"!check", "!warn", "reviewers_only", NULL};
static const char *const in_a_row[] = {"!check", "!limit", "!warn", "reviewers_only", NULL};
static const char *const quick[] = {"!check", "!limit", "!seconds", "!warn", "reviewers_only", NULL};
static const char *const grows[] = {"!check", "!percent", "!warn", "reviewers_only", NULL};
static const char *const *const check_members[] = {[FORM_CHECK_IDENTICAL_IN_A_ROW] = in_a_row,
	[FORM_CHECK_QUICK_IN_A_ROW] = quick,
	[FORM_CHECK_TOTAL_FALLS] = plain,
	[FORM_CHECK_TOTAL_GROWS] = grows,
	[FORM_CHECK_NAME_ALIKE] = plain,
	[FORM_CHECK_SAME_LABEL_AND_COUNTS] = plain,
	[FORM_CHECK_CLOCK_BEHIND] = plain,
	[FORM_CHECK_DATE_OUTSIDE] = plain};

static int load_check_kind(struct part *p, const cJSON *item, struct form_checks *c)
{
	const cJSON *name = cJSON_GetObjectItemCaseSensitive(item, "check");
	int kind = strict_choose(p->s, "check", cJSON_IsString(name) ? name->valuestring : "", kinds);
	if (kind < 0)
		return -1;
	c->kind = (enum form_check_kind)kind;
	for (size_t i = 0; i < p->f->checks; i++)
		if (p->f->check[i].kind == c->kind)
			return strict_refuse(p->s, "check", TEXT_FORM_ID_TWICE, kinds[kind], NULL);
	return strict_members(p->s, item, check_members[kind]);
}

/* A check's sentence may fill in {what} and the parameters its kind has. */
static int check_placeholders(struct part *p, const struct form_checks *c)
{
	const char *names[4] = {"what"};
	size_t n = 1;
	if (c->limit)
		names[n++] = "limit";
	if (c->seconds)
		names[n++] = "seconds";
	if (c->percent)
		names[n++] = "percent";
	return strict_placeholders(p->s, "warn", &c->sentence, names, n);
}

static int load_check(struct part *p, const cJSON *item)
{
	struct form_checks *c = &p->f->check[p->f->checks];
	if (load_check_kind(p, item, c) < 0 || strict_int(p->s, item, "limit", 2, 1000, &c->limit) < 0 ||
		strict_int(p->s, item, "seconds", 1, 3600, &c->seconds) < 0 ||
		strict_int(p->s, item, "percent", 1, 10000, &c->percent) < 0 ||
		strict_words(p->s, item, "warn", STRICT_SENTENCE, &c->sentence) < 0 || check_placeholders(p, c) < 0 ||
		strict_bool(p->s, item, "reviewers_only", &c->reviewers_only) < 0)
		return -1;
	p->f->checks++;
	return 0;
}

static const char *const remainder_members[] = {"!label", "!value", NULL};

static int load_remainder(struct part *p, const cJSON *item)
{
	const char *value;
	if (strict_members(p->s, item, remainder_members) < 0 ||
		strict_words(p->s, item, "label", STRICT_SENTENCE, &p->f->remainder) < 0 ||
		strict_text(p->s, item, "value", FORM_BYTES_MAX, &value) < 0)
		return -1;
	p->f->remainder_field = last_named(p->f, value);
	return add_expression(p, item, "value");
}

/* One expression, not a list of them. */
static int load_one(struct part *p, const cJSON *root, const char *name, int (*load)(struct part *p, const cJSON *item),
	struct expr_set *set)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, name);
	if (!item)
		return 0;
	size_t mark = strict_enter(p->s, name);
	expr_draft_init(&p->draft, p->f->machine->engine);
	int rc = cJSON_IsObject(item) ? load(p, item) : strict_refuse(p->s, "", TEXT_FORM_NOT_OBJECT, NULL, NULL);
	if (rc == 0)
		rc = expr_finish(&p->draft, p->scope, set, p->s);
	expr_draft_free(&p->draft);
	strict_leave(p->s, mark);
	return rc;
}

int rules_load(struct form *f, const cJSON *root, struct strict *s)
{
	struct form_machine *m = f->machine;
	struct expr_set none;
	struct part of_record = {.f = f, .s = s, .scope = &m->fields};
	struct part of_unit = {.f = f, .s = s, .scope = &m->columns};
	f->remainder_field = -1;
	if (load_one(&of_record, root, "remainder", load_remainder, &m->remainder) < 0 ||
		load_list(&of_record, root, "rules", FORM_RULES_MAX, load_rule, &m->rule) < 0 ||
		load_list(&of_record, root, "columns", FORM_COLUMNS_MAX, load_column, &m->column) < 0 ||
		load_list(&of_unit, root, "unit_rules", FORM_RULES_MAX, load_unit_rule, &m->unit_rule) < 0 ||
		load_list(&of_unit, root, "indicators", FORM_INDICATORS_MAX, load_indicator, &m->indicator) < 0)
		return -1;
	return load_list(&of_unit, root, "checks", FORM_CHECKS_MAX, load_check, &none);
}
