/* page_upload.c - uploaded files between looking at them and writing what they say: in memory, never on the disk. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/file.h>
#include <tungnha/page_upload.h>
#include <tungnha/utf8.h>

enum { KEPT = 12, KEPT_S = 60 * 60 };

/* The store's thread alone comes here. */
static struct kept {
	bool there;
	int fd;
	struct id session;
	char kind[16];
	int64_t at;
	uint64_t turn;
	char name[256];
	char mark[33];
} kept[KEPT];
static uint64_t turns;

static void drop(struct kept *k)
{
	if (k->there)
		close(k->fd);
	k->there = false;
}

static struct kept *find(const struct page *p, const char *kind)
{
	for (size_t i = 0; i < KEPT; i++) {
		struct kept *k = &kept[i];
		if (k->there && (p->now < k->at || p->now - k->at > KEPT_S))
			drop(k);
		if (k->there && id_equal(k->session, p->session->id) && strcmp(k->kind, kind) == 0)
			return k;
	}
	return NULL;
}

static struct kept *room(void)
{
	struct kept *oldest = &kept[0];
	for (size_t i = 0; i < KEPT; i++) {
		if (!kept[i].there)
			return &kept[i];
		if (kept[i].turn < oldest->turn)
			oldest = &kept[i];
	}
	drop(oldest);
	return oldest;
}

void page_upload_drop(const struct page *p, const char *kind)
{
	struct kept *k = find(p, kind);
	if (k)
		drop(k);
}

int page_upload_put(struct page *p, const char *kind, const char *name, const void *bytes, size_t n, struct err *e)
{
	unsigned char hash[16];
	page_upload_drop(p, kind);
	struct kept *k = room();
	*k = (struct kept){.there = true, .at = p->now, .turn = ++turns, .session = p->session->id};
	k->fd = memfd_create("tungnha-file", MFD_CLOEXEC);
	if (k->fd < 0 || file_write_all(k->fd, bytes, n) != 0) {
		int why = errno;
		if (k->fd < 0)
			k->there = false;
		drop(k);
		return err_errno(e, why, name);
	}
	snprintf(k->kind, sizeof k->kind, "%s", kind);
	utf8_copy(k->name, sizeof k->name, name);
	crypto_generichash(hash, sizeof hash, bytes, n, NULL, 0);
	sodium_bin2hex(k->mark, sizeof k->mark, hash, sizeof hash);
	return 0;
}

bool page_upload(const struct page *p, const char *kind, struct page_upload *out)
{
	const struct kept *k = find(p, kind);
	if (!k)
		return false;
	snprintf(out->path, sizeof out->path, "/proc/self/fd/%d", k->fd);
	memcpy(out->name, k->name, sizeof out->name);
	memcpy(out->mark, k->mark, sizeof out->mark);
	return true;
}

int page_upload_take(struct page *p, const char *kind, struct err *e)
{
	const char *name;
	const void *bytes;
	size_t n;
	if (!page_file(p, "tep", &name, &bytes, &n) || n == 0)
		return err_set(e, ERR_USAGE, TEXT_PAPER_NO_FILE, "");
	return page_upload_put(p, kind, name, bytes, n, e);
}

int page_upload_seen(struct page *p, const char *kind, struct page_upload *out, struct err *e)
{
	if (page_upload(p, kind, out) && strcmp(out->mark, page_field(p, "dau")) == 0)
		return 0;
	return err_set(e, ERR_NOT_FOUND, TEXT_PAPER_FILE_GONE, "");
}

void page_upload_name(struct err *e, const struct page_upload *f)
{
	const size_t n = strlen(f->path);
	for (int i = 0; i < ERR_ARGS; i++) {
		char called[151], rest[101];
		if (n == 0 || strncmp(e->arg[i], f->path, n) != 0 || (e->arg[i][n] >= '0' && e->arg[i][n] <= '9'))
			continue;
		utf8_copy(called, sizeof called, f->name);
		utf8_copy(rest, sizeof rest, e->arg[i] + n);
		snprintf(e->arg[i], sizeof e->arg[i], "%s%s", called, rest);
	}
}

/* --- choosing it, and how it is to be read --- */

void page_form_of_files(struct page *p, const char *action, const char *class)
{
	html_print(&p->out, "<form method=\"post\" action=\"%s\" class=\"%s\" enctype=\"multipart/form-data\">", action,
		class);
	page_token(p);
}

void page_file_field(struct page *p, text_id label, text_id hint, const char *attributes)
{
	html_print(&p->out, "<div class=\"field\"><label for=\"tep\">%s</label>", page_text(p, label));
	if (hint)
		html_print(&p->out, "<p class=\"hint\" id=\"tep-y\">%s</p>", page_text(p, hint));
	html_print(&p->out, "<input type=\"file\" id=\"tep\" name=\"tep\"");
	html_markup_unescaped(&p->out, hint ? " aria-describedby=\"tep-y\"" : "");
	html_markup_unescaped(&p->out, attributes);
	html_markup_unescaped(&p->out, "></div>");
}

/* What was chosen on the page goes along. */
static void look_again(struct page *p, const char *path, const char *but)
{
	static const char *const names[] = {"bang-ma", "trang", "ky", "ngay", "ly-do"};
	html_print(&p->out, "<form method=\"get\" action=\"%s\">", path);
	page_hidden(p, "xem", "1");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], but) != 0 && page_has(p, names[i]))
			page_hidden(p, names[i], page_field(p, names[i]));
}

void page_readings(struct page *p, const char *path, const struct table_readings *r, bool sheet)
{
	if (r->count > 0)
		html_print(&p->out, "<h3>%s</h3>", page_text(p, TEXT_PAPER_READINGS));
	for (size_t i = 0; i < r->count; i++) {
		html_markup_unescaped(&p->out, "<div class=\"card\">");
		look_again(p, path, "bang-ma");
		page_hidden(p, "bang-ma", r->reading[i].encoding);
		html_print(&p->out, "<p>“%s”</p><button type=\"submit\" class=\"second\">", r->reading[i].text);
		page_say(p, TEXT_PAPER_READ_SO, r->reading[i].encoding, NULL, NULL);
		html_markup_unescaped(&p->out, "</button></form></div>");
	}
	if (!sheet)
		return;
	look_again(p, path, "trang");
	page_text_field(p, "trang", TEXT_PAPER_SHEET, TEXT_NONE, page_field(p, "trang"), " maxlength=\"100\" required");
	page_button(p, "second", TEXT_PAPER_LOOK);
	html_markup_unescaped(&p->out, "</form>");
}

void page_left_out(struct page *p, const struct app_names *x)
{
	struct buf names;
	if (x->count == 0)
		return;
	buf_init(&names, FORM_SENTENCE);
	for (size_t i = 0; i < x->count; i++)
		buf_print(&names, "%s%s", i ? ", " : "", x->name[i]);
	page_box_text(p, TONE_NOTE, TEXT_IMPORT_LEFT_OUT, names.data, NULL, NULL);
	buf_free(&names);
}
