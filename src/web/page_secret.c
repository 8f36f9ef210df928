/* page_secret.c - what opens the data, of both programs' pages: a passphrase typed, a new one typed twice, the recovery
 * key to be written down. */
#include <stdio.h>
#include <string.h>

#include <tungnha/app_words.h>
#include <tungnha/page_parts.h>
#include <tungnha/store_keep.h>
#include <tungnha/utf8.h>

/* Wrong passphrases, by this process: after a few of them one waits, longer each time. */
enum { TRIES_FREE = 5, PAUSE_S = 10, PAUSE_MOST_S = 600 };
static struct {
	int wrong;
	int64_t until;
} tries;

static int may_try(struct err *e)
{
	int64_t left = tries.until - app_access_steady();
	return left <= 0 ? 0 : err_set(e, ERR_DENIED, TEXT_ACCESS_WAIT, "%d", (int)left);
}

static void tried(bool good)
{
	tries.wrong = good ? 0 : tries.wrong + 1;
	if (tries.wrong < TRIES_FREE)
		return;
	int64_t pause = PAUSE_S;
	for (int i = TRIES_FREE; i < tries.wrong && pause < PAUSE_MOST_S; i++)
		pause *= 2;
	tries.until = app_access_steady() + (pause < PAUSE_MOST_S ? pause : PAUSE_MOST_S);
}

int page_unlock(struct page *p, const char *passphrase, struct err *e)
{
	struct store *s;
	if (may_try(e) != 0)
		return -1;
	int rc = p->store ? store_passphrase_is(p->store, passphrase, e) : store_open(p->folder, passphrase, &s, e);
	if (rc == 0 && !p->store && !page_is_own_store(p, s)) {
		const char *other = store_role(s) == STORE_COLLECTOR ? "tungnha-collector" : "tungnha-aggregator";
		store_close(s);
		return err_set(e, ERR_DATA, TEXT_DATA_OF_OTHER_PROGRAM, "%s" ERR_AND "%s", p->folder, other);
	}
	if (rc == 0 && !p->store)
		page_opened(p, s);
	if (rc == 0 || e->code == ERR_DENIED)
		tried(rc == 0);
	return rc;
}

int page_passphrase_new(struct page *p, const char **out, const char **field, struct err *e)
{
	const char *typed = page_secret(p, "moi");
	size_t n = utf8_length(typed);
	*out = typed;
	*field = "moi";
	if (n < STORE_PASSPHRASE_LEAST)
		return err_set(e, ERR_DATA, TEXT_PASSPHRASE_SHORT, "%zu" ERR_AND "%d", n, STORE_PASSPHRASE_LEAST);
	*field = "moi2";
	return strcmp(typed, page_secret(p, "moi2")) == 0 ? 0 : err_set(e, ERR_DATA, TEXT_PASSPHRASE_DIFFERS, "");
}

void page_recovery_sheet(struct page *p, const char *unit, const char *key, const char *next, text_id on)
{
	char when[PAGE_WHEN];
	html_markup_unescaped(&p->out, "<section class=\"card\"><p>");
	page_say(p, TEXT_ACCESS_RECOVERY_OF, unit, page_when(p->now, when), NULL);
	html_print(&p->out, "</p><p class=\"secret\">%s</p><p>%s</p><p>%s</p></section>", key,
		page_text(p, TEXT_ACCESS_RECOVERY_ONCE), page_text(p, TEXT_ACCESS_RECOVERY_FOR));
	html_print(&p->out,
		"<p class=\"actions no-print\"><button type=\"button\" class=\"second\" data-print hidden>%s</button>"
		"<a class=\"button\" href=\"%s\">%s</a></p>",
		page_text(p, TEXT_ACCESS_PRINT), next, page_text(p, on));
}
