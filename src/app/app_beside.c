/* app_beside.c - versions of a household side by side: the fields in which they differ. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/app_home.h>

/* Versions of a form may order their fields differently: they are matched by id. */
static char *cell_of(const struct store_revision *r, const char *id, enum text_lang lang)
{
	char shown[FORM_SENTENCE] = "";
	int i = r->kind == ENTRY_RECORD && r->form ? form_field_index(r->form, id) : -1;
	if (i >= 0)
		form_show(r->form, i, &r->record.value[i], lang, shown);
	return alloc_copy(*shown ? shown : "–");
}

size_t app_beside(const struct form *f, const struct store_revision *r, size_t n, enum text_lang lang,
	struct app_beside out[static FORM_FIELDS_MAX])
{
	size_t rows = 0;
	for (size_t i = 0; i < f->fields; i++) {
		struct app_beside *b = &out[rows];
		bool differ = false;
		if (f->field[i].local)
			continue;
		*b = (struct app_beside){.label = form_words(&f->field[i].label, lang)};
		for (size_t j = 0; j < n && j < APP_BESIDE_MAX; j++) {
			b->cell[j] = cell_of(&r[j], f->field[i].id, lang);
			differ = differ || strcmp(b->cell[0], b->cell[j]) != 0;
		}
		if (differ)
			rows++;
		else
			app_beside_free(b, 1);
	}
	return rows;
}

void app_beside_free(struct app_beside *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < APP_BESIDE_MAX; j++)
			free(b[i].cell[j]);
}
