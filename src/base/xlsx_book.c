/* xlsx_book.c - from the zip to the sheet asked for: relationships, the list of sheets, strings and styles. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <tungnha/alloc.h>
#include <tungnha/utf8.h>

#include "xlsx_private.h"

enum { TARGETS_MAX = 4096, ID_BYTES = 64, NAMES_BYTES = 200 };

/* -- relationships: what part a part means by an id -- */

enum target_type { OTHER_TARGET, BOOK_TARGET, SHEET_TARGET, STRINGS_TARGET, STYLES_TARGET };

struct target {
	enum target_type type;
	char id[ID_BYTES];
	char part[XLSX_NAME_BYTES];
};

struct targets {
	struct xlsx_zip *z;
	const char *of; /* the part whose relationships they are */
	struct target *target;
	size_t count;
};

static enum target_type type_of(const char *type)
{
	static const char *const known[] = {
		[BOOK_TARGET] = "/officeDocument",
		[SHEET_TARGET] = "/worksheet",
		[STRINGS_TARGET] = "/sharedStrings",
		[STYLES_TARGET] = "/styles",
	};
	size_t n = strlen(type);
	for (int i = BOOK_TARGET; i <= STYLES_TARGET; i++) {
		size_t end = strlen(known[i]);
		if (n >= end && strcmp(type + n - end, known[i]) == 0)
			return (enum target_type)i;
	}
	return OTHER_TARGET;
}

/* One step of a path behind those that are there; ".." takes one back. false: too long, or above the root. */
static bool add_step(char out[static XLSX_NAME_BYTES], const char *step, size_t n)
{
	size_t len = strlen(out);
	if (n == 0 || (n == 1 && *step == '.'))
		return true;
	if (n == 2 && step[0] == '.' && step[1] == '.') {
		char *slash = strrchr(out, '/');
		if (len == 0)
			return false;
		*(slash ? slash : out) = '\0';
		return true;
	}
	if (len + n + 2 > XLSX_NAME_BYTES)
		return false;
	if (len > 0)
		out[len++] = '/';
	memcpy(out + len, step, n);
	out[len + n] = '\0';
	return true;
}

static bool add_steps(char out[static XLSX_NAME_BYTES], const char *path, size_t n)
{
	for (size_t from = 0, i = 0; i <= n; i++) {
		if (i < n && path[i] != '/')
			continue;
		if (!add_step(out, path + from, i - from))
			return false;
		from = i + 1;
	}
	return true;
}

/* target, as it stands in the relationships of the part `of`, from the root of the zip. */
static bool resolve(const char *of, const char *target, char out[static XLSX_NAME_BYTES])
{
	const char *slash = strrchr(of, '/');
	out[0] = '\0';
	if (*target != '/' && slash && !add_steps(out, of, (size_t)(slash - of)))
		return false;
	return add_steps(out, target, strlen(target)) && *out;
}

static int start_target(void *context, int depth, const char *name, const char **attributes, struct err *e)
{
	struct targets *t = context;
	const char *type = xlsx_attribute(attributes, "Type"), *mode = xlsx_attribute(attributes, "TargetMode");
	const char *target = xlsx_attribute(attributes, "Target"), *id = xlsx_attribute(attributes, "Id");
	if (depth != 2 || strcmp(name, "Relationship") != 0 || !type || type_of(type) == OTHER_TARGET)
		return 0;
	if (!target || !id || strlen(id) >= ID_BYTES || (mode && strcmp(mode, "Internal") != 0))
		return xlsx_damaged(t->z, t->of, e);
	if (t->count == TARGETS_MAX)
		return xlsx_too_large(t->z, t->of, e);
	t->target = alloc_grow(t->target, t->count + 1, sizeof *t->target);
	struct target *new = &t->target[t->count++];
	new->type = type_of(type);
	snprintf(new->id, sizeof new->id, "%s", id);
	return resolve(t->of, target, new->part) ? 0 : xlsx_damaged(t->z, t->of, e);
}

static int ignore_end(void *context, int depth, const char *name, struct err *e)
{
	(void)context, (void)depth, (void)name, (void)e;
	return 0;
}

/* "xl/workbook.xml" has its relationships in "xl/_rels/workbook.xml.rels". */
static int read_targets(struct targets *t, struct err *e)
{
	static const struct xlsx_events events = {start_target, ignore_end, NULL};
	char part[XLSX_NAME_BYTES + 16];
	const char *slash = strrchr(t->of, '/'), *base = slash ? slash + 1 : t->of;
	snprintf(part, sizeof part, "%.*s_rels/%s.rels", (int)(base - t->of), t->of, base);
	return xlsx_xml_read(t->z, part, &events, t, e);
}

static const struct target *find_target(const struct targets *t, enum target_type type, const char *id)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->target[i].type == type && (!id || strcmp(t->target[i].id, id) == 0))
			return &t->target[i];
	return NULL;
}

/* -- the list of sheets -- */

struct sheets {
	struct xlsx_zip *z;
	const struct targets *targets;
	struct xlsx_book *book;
	char *wanted;     /* folded to one form; NULL = the first visible */
	struct buf names; /* of those that could be asked for */
	size_t visible;
	bool found;
};

/* Excel takes two names that differ in case only for one. */
static char *sheet_name(const char *name)
{
	char *clean = utf8_clean(name, strlen(name));
	char *upper = clean ? utf8_upper(clean) : NULL;
	free(clean);
	return upper ? upper : alloc_copy("");
}

static void take_sheet(struct sheets *s, const char **attributes)
{
	const char *name = xlsx_attribute(attributes, "name"), *id = xlsx_attribute(attributes, "id");
	const char *state = xlsx_attribute(attributes, "state");
	const struct target *target = id ? find_target(s->targets, SHEET_TARGET, id) : NULL;
	bool visible = !state || strcmp(state, "visible") == 0;
	if (!target || !name) /* a chart, a dialog */
		return;
	if (visible && s->names.len < NAMES_BYTES)
		buf_print(&s->names, "%s“%s”", s->names.len ? ", " : "", name);
	char *folded = sheet_name(name);
	s->visible += visible;
	bool chosen =
		s->wanted ? strcmp(folded, s->wanted) == 0 : visible && (!s->book->nth || s->visible == s->book->nth);
	if (!s->found && chosen) {
		s->found = true;
		snprintf(s->book->sheet, sizeof s->book->sheet, "%s", target->part);
	}
	free(folded);
}

static int start_sheet(void *context, int depth, const char *name, const char **attributes, struct err *e)
{
	struct sheets *s = context;
	if (depth == 1 && strcmp(name, "workbook") != 0)
		return xlsx_damaged(s->z, name, e);
	if (depth == 2 && strcmp(name, "workbookPr") == 0)
		s->book->dates_1904 = xlsx_attribute_is_true(attributes, "date1904");
	if (depth == 3 && strcmp(name, "sheet") == 0)
		take_sheet(s, attributes);
	return 0;
}

static int choose_sheet(
	struct xlsx_book *b, struct xlsx_zip *z, const struct targets *targets, const char *sheet, struct err *e)
{
	static const struct xlsx_events events = {start_sheet, ignore_end, NULL};
	struct sheets s = {.z = z, .targets = targets, .book = b, .wanted = sheet ? sheet_name(sheet) : NULL};
	buf_init(&s.names, 64 * 1024);
	int rc = xlsx_xml_read(z, targets->of, &events, &s, e);
	if (rc == 0 && !s.found)
		rc = sheet || b->nth > 1 ? err_set(e, ERR_NOT_FOUND, TEXT_TABLE_NO_SHEET, "%s" ERR_AND "%s",
						   sheet ? sheet : "", s.names.data)
					 : err_set(e, ERR_DATA, TEXT_TABLE_ALL_HIDDEN, "%s", xlsx_zip_path(z));
	buf_free(&s.names);
	free(s.wanted);
	return rc;
}

/* -- what kind of zip -- */

static bool ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);
	return n >= k && strcasecmp(s + n - k, end) == 0;
}

static int refuse_kind(struct xlsx_zip *z, text_id text, struct err *e)
{
	return err_set(e, ERR_DATA, text, "%s", xlsx_zip_path(z));
}

static int find_book(struct xlsx_zip *z, char part[static XLSX_NAME_BYTES], struct err *e)
{
	struct targets root = {.z = z, .of = ""};
	if (xlsx_zip_has(z, "content.xml") && xlsx_zip_has(z, "mimetype"))
		return refuse_kind(z, TEXT_TABLE_OPEN_DOCUMENT, e);
	if (!xlsx_zip_has(z, "_rels/.rels"))
		return refuse_kind(z, TEXT_TABLE_ARCHIVE, e);
	int rc = read_targets(&root, e);
	const struct target *book = rc == 0 ? find_target(&root, BOOK_TARGET, NULL) : NULL;
	if (rc == 0 && !book)
		rc = refuse_kind(z, TEXT_TABLE_NOT_ONE, e);
	else if (rc == 0 && ends_in(book->part, ".bin"))
		rc = refuse_kind(z, TEXT_TABLE_BINARY, e);
	else if (rc == 0 && strncasecmp(book->part, "word/", 5) == 0)
		rc = refuse_kind(z, TEXT_TABLE_WORD, e);
	else if (rc == 0)
		snprintf(part, XLSX_NAME_BYTES, "%s", book->part);
	free(root.target);
	return rc;
}

/* -- all of it -- */

int xlsx_book_read(struct xlsx_book *b, struct xlsx_zip *z, const char *sheet, enum table_font base, struct err *e)
{
	char part[XLSX_NAME_BYTES];
	const struct target *found;
	b->base = b->styles.base = base;
	if (find_book(z, part, e) != 0)
		return -1;
	struct targets t = {.z = z, .of = part};
	int rc = read_targets(&t, e);
	if (rc == 0)
		rc = choose_sheet(b, z, &t, sheet, e);
	if (rc == 0 && (found = find_target(&t, STRINGS_TARGET, NULL)))
		rc = xlsx_strings_read(&b->strings, z, found->part, base, e);
	if (rc == 0 && (found = find_target(&t, STYLES_TARGET, NULL)))
		rc = xlsx_styles_read(&b->styles, z, found->part, base, e);
	free(t.target);
	return rc;
}

void xlsx_book_free(struct xlsx_book *b)
{
	xlsx_strings_free(&b->strings);
	xlsx_styles_free(&b->styles);
}
