/* definition.c - a form from its file: forms/README.md is the format. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "machine.h"

static const char *const members[] = {"!format", "!id", "!title", "subtitle", "!unit_heading", "note_heading",
	"total_label", "footnote", "ask", "!fields", "remainder", "rules", "!columns", "unit_rules", "indicators",
	"checks", "examples", NULL};

struct id form_definition_id(const char *bytes, size_t n)
{
	static const char domain[] = "tungnha.definition.1"; /* its NUL is hashed too */
	unsigned char length[4], hash[crypto_generichash_BYTES];
	struct id id;
	crypto_generichash_state state;
	for (int i = 0; i < 4; i++)
		length[i] = (unsigned char)(n >> (8 * i));
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)domain, sizeof domain);
	crypto_generichash_update(&state, length, sizeof length);
	crypto_generichash_update(&state, (const unsigned char *)bytes, n);
	crypto_generichash_final(&state, hash, sizeof hash);
	memcpy(id.b, hash, ID_BYTES);
	return id;
}

static int load_heading(struct form *f, const cJSON *root, struct strict *s)
{
	if (strict_format(s, root, "tungnha-form 1") < 0 || strict_members(s, root, members) < 0 ||
		strict_text(s, root, "id", STRICT_ID, &f->id) < 0 || strict_id(s, "id", f->id, '-') < 0 ||
		strict_words(s, root, "title", STRICT_SENTENCE, &f->title) < 0 ||
		strict_words(s, root, "subtitle", STRICT_SENTENCE, &f->subtitle) < 0 ||
		strict_words(s, root, "unit_heading", STRICT_SENTENCE, &f->unit_heading) < 0 ||
		strict_words(s, root, "note_heading", STRICT_SENTENCE, &f->note_heading) < 0 ||
		strict_words(s, root, "total_label", STRICT_SENTENCE, &f->total_label) < 0 ||
		strict_words(s, root, "footnote", STRICT_LONG, &f->footnote) < 0 ||
		strict_words(s, root, "ask", STRICT_SENTENCE, &f->ask) < 0)
		return -1;
	return 0;
}

int form_load(const char *json, size_t n, const char *place, struct form **out, struct err *e)
{
	struct strict s = {.place = place, .e = e};
	struct form *f = alloc_zero(1, sizeof *f);
	*out = NULL;
	f->machine = alloc_zero(1, sizeof *f->machine);
	f->bytes = alloc_copy_n(json, n);
	f->size = n;
	f->def = form_definition_id(json, n);
	f->machine->engine = expr_open();
	f->machine->root = strict_parse(&s, json, n);
	if (!f->machine->root || load_heading(f, f->machine->root, &s) < 0 ||
		fields_load(f, f->machine->root, &s) < 0 || rules_load(f, f->machine->root, &s) < 0 ||
		trial_run(f, f->machine->root, &s) < 0) {
		form_free(f);
		return -1;
	}
	*out = f;
	return 0;
}

static void free_machine(struct form_machine *m)
{
	for (size_t i = 0; i < m->words; i++)
		free(m->word[i].folded);
	free(m->word);
	expr_set_free(&m->when);
	expr_set_free(&m->rule);
	expr_set_free(&m->column);
	expr_set_free(&m->unit_rule);
	expr_set_free(&m->indicator);
	expr_set_free(&m->remainder);
	expr_close(m->engine);
	cJSON_Delete(m->root);
	free(m);
}

void form_free(struct form *f)
{
	if (!f)
		return;
	free_machine(f->machine);
	free((char *)(uintptr_t)f->bytes); /* borrowed as const by everyone else, owned here */
	free(f);
}

int form_field_index(const struct form *f, const char *id)
{
	for (size_t i = 0; i < f->fields; i++)
		if (strcmp(f->field[i].id, id) == 0)
			return (int)i;
	return -1;
}

int form_indicator_index(const struct form *f, const char *id)
{
	for (size_t i = 0; i < f->indicators; i++)
		if (strcmp(f->indicator[i].id, id) == 0)
			return (int)i;
	return -1;
}

int form_column_index(const struct form *f, const char *id)
{
	for (size_t i = 0; i < f->columns; i++)
		if (strcmp(f->column[i].id, id) == 0)
			return (int)i;
	return -1;
}

const char *form_words(const struct form_words *w, enum text_lang lang)
{
	assert(lang < LANG_COUNT);
	return w->in[lang] ? w->in[lang] : "";
}
