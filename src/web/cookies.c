/* cookies.c - what a person's browser keeps for us: the session's token, and how pages look. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>

enum { LOOK_BYTES = 96, LOOK_S = 365 * 24 * 3600, SIZES = 3, NAMED_BYTES = 32 };

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

/* Browsers send a cookie to every port of a machine: two hamlets' servers on one laptop, or a commune's beside one,
 * must not take each other's away. The port is the one asked for; none where a proxy stands between. */
static void own_name(const struct request *r, const char *name, char out[static NAMED_BYTES])
{
	const char *host = r->head.host, *colon = host && !r->web->options.behind_proxy ? strrchr(host, ':') : NULL;
	size_t digits = colon ? strspn(colon + 1, "0123456789") : 0;
	bool port = digits > 0 && digits <= 5 && !colon[1 + digits];
	snprintf(out, NAMED_BYTES, "%s%s%s", name, port ? "-" : "", port ? colon + 1 : "");
}

void cookie_own(const struct request *r, const char *name, char *out, size_t out_bytes)
{
	char named[NAMED_BYTES];
	own_name(r, name, named);
	cookie_read(r->head.cookie, named, out, out_bytes);
}

static bool is_code(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") == strlen(s);
}

/* "vi.1.xom-dam": whatever else stands there is nobody's choice. */
void cookie_look(struct request *r)
{
	char look[LOOK_BYTES];
	cookie_own(r, "nhin", look, sizeof look);
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
	char named[NAMED_BYTES];
	own_name(r, "nhin", named);
	answer_head(r, "Set-Cookie",
		alloc_print("%s=%s.%d.%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict", named,
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

static void keep_session(struct request *r, const char *token, int seconds)
{
	char named[NAMED_BYTES], age[40] = "";
	own_name(r, "tungnha", named);
	if (seconds >= 0)
		snprintf(age, sizeof age, "; Max-Age=%d", seconds);
	answer_head(r, "Set-Cookie", alloc_print("%s=%s; Path=/; HttpOnly; SameSite=Strict%s", named, token, age));
}

/* Who sits at this machine types the passphrase again tomorrow; a phone stays paired while it is used. */
void page_set_session(struct page *p, const char *token, enum app_role role)
{
	snprintf(p->request->fresh, sizeof p->request->fresh, "%s", token ? token : "");
	keep_session(p->request, token ? token : "", !token ? 0 : role == APP_ENTER_ONLY ? APP_PHONE_IDLE_S : -1);
}

void cookie_renew(struct request *r, const char *token)
{
	keep_session(r, token, APP_PHONE_IDLE_S);
}
