/* cookies.c - what a person's browser keeps for us: the session's token, and how pages look. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>

enum { LOOK_BYTES = 96, LOOK_S = 365 * 24 * 3600, SIZES = 3 };

void cookie_read(const char *header, const char *name, char *out, size_t out_bytes)
{
	size_t n = strlen(name);
	out[0] = '\0';
	for (const char *at = header; at && *at; at += strcspn(at, ";"), at += *at == ';') {
		at += strspn(at, " ");
		size_t length = strcspn(at, ";");
		if (length <= n || strncmp(at, name, n) != 0 || at[n] != '=' || length - n - 1 >= out_bytes)
			continue;
		snprintf(out, out_bytes, "%.*s", (int)(length - n - 1), at + n + 1);
		return;
	}
}

static bool is_code(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == strlen(s);
}

/* "vi.1.xom-dam": whatever else stands there is nobody's choice. */
void cookie_look(struct request *r)
{
	char look[LOOK_BYTES];
	cookie_read(r->head.cookie, "nhin", look, sizeof look);
	bool vi = strncmp(look, "vi.", 3) == 0;
	if ((!vi && strncmp(look, "en.", 3) != 0) || look[3] < '0' || look[3] >= '0' + SIZES || look[4] != '.')
		return;
	r->lang = vi ? LANG_VI : LANG_EN;
	r->size = look[3] - '0';
	size_t n = strlen(look + 5);
	if (is_code(look + 5) && n < sizeof r->unit)
		memcpy(r->unit, look + 5, n + 1);
}

static void keep_look(struct request *r)
{
	answer_head(r, "Set-Cookie",
		alloc_print("nhin=%s.%d.%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict",
			r->lang == LANG_VI ? "vi" : "en", r->size, r->unit, LOOK_S));
}

void page_set_look(struct page *p, enum text_lang lang, int size)
{
	p->request->lang = p->lang = lang;
	p->request->size = p->size = size < 0 || size >= SIZES ? 0 : size;
	keep_look(p->request);
}

void page_set_unit(struct page *p, const char *code)
{
	if (!is_code(code) || strlen(code) >= sizeof p->unit)
		return;
	snprintf(p->unit, sizeof p->unit, "%s", code);
	snprintf(p->request->unit, sizeof p->request->unit, "%s", code);
	keep_look(p->request);
}

/* Who sits at this machine types the passphrase again tomorrow; a phone stays paired for its working day. */
void page_set_session(struct page *p, const char *token)
{
	char age[40] = "";
	snprintf(p->request->fresh, sizeof p->request->fresh, "%s", token ? token : "");
	if (!token)
		snprintf(age, sizeof age, "; Max-Age=0");
	else if (!p->here)
		snprintf(age, sizeof age, "; Max-Age=%d", APP_PHONE_IDLE_S);
	answer_head(p->request, "Set-Cookie",
		alloc_print("tungnha=%s; Path=/; HttpOnly; SameSite=Strict%s", token ? token : "", age));
}
