/* page_restore.c - a machine without data gets them back from a backup, as the command `restore` does: proved, whole or
 * not at all. Asked of this machine alone. It takes as long as the backup is large, so it runs beside the store's
 * thread, and its answer is that of the request that brought the secret: nobody else's browser is let in by it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sodium.h>
#include <tungnha/alloc.h>

#include "page_restore.h"

/* Elsewhere, or where there is data already, nothing is restored; answered. */
static bool may_not(struct page *p, const struct page_keeping *k)
{
	enum store_protection how;
	if (!p->here) {
		k->begin(p, page_text(p, TEXT_RESTORE_P));
		page_box_text(p, TONE_WARN, TEXT_ACCESS_BEGIN_ELSEWHERE, NULL, NULL, NULL);
		k->end(p, 403);
		return true;
	}
	if (!p->store && !store_look(p->folder, &how))
		return false;
	page_redirect(p, "/");
	return true;
}

/* In a sentence a file has the name a person gave it. */
static void name_file(struct err *e, const char *path, const char *name)
{
	if (strcmp(e->arg[0], path) == 0)
		snprintf(e->arg[0], sizeof e->arg[0], "%.*s", (int)sizeof e->arg[0] - 1, name);
}

static const char *last_part(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

int restore_chosen(const struct page *p, struct restore_chosen *out, struct err *e)
{
	const struct page_chosen *sent = page_chosen(p);
	const char *path = sent ? sent->path : page_field(p, "tep");
	*out = (struct restore_chosen){.sent = sent != NULL};
	if (!*path && !page_has(p, "giu"))
		return 0;
	if (!sent && !app_backup_is(NULL, path))
		return err_set(e, ERR_NOT_FOUND, TEXT_DESK_KEEP_FILE_GONE, "");
	snprintf(out->path, sizeof out->path, "%s", path);
	snprintf(out->name, sizeof out->name, "%s", sent ? sent->name : last_part(path));
	if (store_backup_look(path, &out->info, e) == 0)
		return 1;
	name_file(e, out->path, out->name);
	return -1;
}

/* --- choosing --- */

void page_restore(struct page *p, const struct page_keeping *k)
{
	struct restore_chosen c;
	struct page_wrong w = {0};
	struct err e;
	if (may_not(p, k))
		return;
	int any = restore_chosen(p, &c, &e);
	if (any < 0)
		page_wrong_with(&w, p, "", &e);
	if (any > 0)
		restore_ask(p, k, &c, 200, &w);
	else
		restore_choose(p, k, any < 0 ? 404 : 200, &w);
}

static int take_file(struct page *p, struct err *e)
{
	struct store_backup_info info;
	const char *name;
	const void *bytes;
	size_t n;
	if (!page_file(p, "tep", &name, &bytes, &n) || n == 0)
		return err_set(e, ERR_USAGE, TEXT_PAPER_NO_FILE, "");
	if (page_choose(p, p->folder, name, bytes, n, e) != 0)
		return -1;
	const struct page_chosen *c = page_chosen(p);
	if (store_backup_look(c->path, &info, e) == 0)
		return 0;
	name_file(e, c->path, c->name);
	page_chosen_drop();
	return -1;
}

void page_restore_file(struct page *p, const struct page_keeping *k)
{
	struct page_wrong w = {0};
	struct err e;
	char to[80];
	if (may_not(p, k))
		return;
	if (take_file(p, &e) != 0) {
		page_wrong_with(&w, p, "tep", &e);
		restore_choose(p, k, 400, &w);
		return;
	}
	snprintf(to, sizeof to, "/khoi-phuc?giu=%s", page_chosen(p)->mark);
	page_redirect(p, to);
}

/* --- doing it --- */

struct restoring {
	const struct page_keeping *k;
	struct restore_chosen chosen;
	int fd; /* what was sent, while another may be chosen; -1: on a stick */
	char *folder, *passphrase, *recovery;
	int64_t now;
	struct store_restored out;
	struct store *s; /* NULL: not, or given away */
	struct err e;
	int rc;
};

static void wipe(char *secret)
{
	sodium_memzero(secret, strlen(secret));
	free(secret);
}

static void drop(void *context)
{
	struct restoring *g = context;
	if (g->fd >= 0)
		close(g->fd);
	if (g->s)
		store_close(g->s);
	wipe(g->passphrase);
	wipe(g->recovery);
	free(g->folder);
	free(g);
}

static void run(void *context)
{
	struct restoring *g = context;
	const struct app_restore r = {.folder = g->folder,
		.file = g->chosen.path,
		.role = g->k->role,
		.passphrase = g->passphrase,
		.recovery = g->recovery,
		.now = g->now};
	g->rc = app_restore(&r, &g->out, &g->s, &g->e);
}

/* The press that restored, and what came of it: pressed twice, a browser shows only the second answer. */
static struct {
	char press[33];
	struct store_restored out;
	bool by_paper;
} done;

static bool is_done(const struct page *p)
{
	return done.press[0] && strcmp(page_field(p, "lan"), done.press) == 0;
}

static void tell(struct page *p, const struct page_keeping *k)
{
	restore_tell(p, k, &done.out, done.by_paper);
}

/* Beside which field it belongs. */
static const char *field_of(const struct restoring *g)
{
	if (g->e.code == ERR_DENIED || g->e.text == TEXT_RECOVERY_LENGTH || g->e.text == TEXT_RECOVERY_GROUP)
		return *g->recovery || g->chosen.info.protection != STORE_UNDER_PASSPHRASE ? "ma" : "mk";
	return "";
}

static void refuse(struct page *p, struct restoring *g)
{
	struct page_wrong w;
	name_file(&g->e, g->chosen.path, g->chosen.name);
	page_wrong_with(&w, p, field_of(g), &g->e);
	restore_ask(p, g->k, &g->chosen, g->e.code == ERR_IO ? 507 : 400, &w);
}

static void restored(struct page *p, void *context)
{
	struct restoring *g = context;
	if (g->rc != 0 && p->store && is_done(p)) {
		tell(p, g->k);
	} else if (g->rc != 0) {
		refuse(p, g);
	} else {
		page_opened(p, g->s);
		g->s = NULL;
		done.out = g->out;
		done.by_paper = *g->recovery;
		snprintf(done.press, sizeof done.press, "%.32s", page_field(p, "lan"));
		page_chosen_drop();
		tell(p, g->k);
	}
}

/* What was sent stays what it is while this runs, whatever is chosen meanwhile. */
static int hold(struct restoring *g, struct err *e)
{
	g->fd = -1;
	if (!g->chosen.sent)
		return 0;
	g->fd = open(g->chosen.path, O_RDONLY | O_CLOEXEC);
	if (g->fd < 0)
		return err_set(e, ERR_NOT_FOUND, TEXT_DESK_KEEP_FILE_GONE, "");
	snprintf(g->chosen.path, sizeof g->chosen.path, "/proc/self/fd/%d", g->fd);
	return 0;
}

static void begin(struct page *p, const struct page_keeping *k, const struct restore_chosen *c)
{
	struct restoring *g = alloc_zero(1, sizeof *g);
	struct page_wrong w;
	*g = (struct restoring){.k = k, .chosen = *c, .now = p->now};
	g->folder = alloc_copy(p->folder);
	g->passphrase = alloc_copy(page_secret(p, "mk"));
	g->recovery = alloc_copy(page_field(p, "ma"));
	if (hold(g, &g->e) == 0) {
		page_aside(p, run, restored, drop, g);
		return;
	}
	page_wrong_with(&w, p, "", &g->e);
	restore_choose(p, k, 404, &w);
	drop(g);
}

void page_restore_do(struct page *p, const struct page_keeping *k)
{
	struct restore_chosen c;
	struct page_wrong w;
	struct err e;
	if (p->here && p->store && is_done(p)) {
		tell(p, k);
		return;
	}
	if (may_not(p, k))
		return;
	int any = restore_chosen(p, &c, &e);
	if (any > 0) {
		begin(p, k, &c);
		return;
	}
	if (any == 0)
		err_set(&e, ERR_NOT_FOUND, TEXT_DESK_KEEP_FILE_GONE, "");
	page_wrong_with(&w, p, "", &e);
	restore_choose(p, k, 404, &w);
}
