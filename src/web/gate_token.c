/* gate_token.c - what every form of a session carries. Its token: a page of another site can make a browser post, but
 * cannot know this. It follows from the session's own token, so that nothing is kept; a restart keeps it good.
 * And which store it was shown for: who began to practise in between must not change the other one. */
#include <string.h>

#include <sodium.h>

#include "web_private.h"

#include <tungnha/html.h>

const char *page_token_text(const struct page *p)
{
	struct request *r = p->request;
	char token[APP_TOKEN];
	unsigned char hash[GATE_TOKEN / 2];
	static const unsigned char purpose[] = "tungnha form token";
	cookie_own(r, "tungnha", token, sizeof token);
	if (r->fresh[0]) /* its session began with this answer */
		memcpy(token, r->fresh, sizeof token);
	crypto_generichash(hash, sizeof hash, (const unsigned char *)token, strlen(token), purpose, sizeof purpose - 1);
	sodium_bin2hex(r->token, sizeof r->token, hash, sizeof hash);
	sodium_memzero(token, sizeof token);
	return r->token;
}

/* A field of its own: it outlives its session, and the script, which is told a new token, leaves it alone. */
void page_token(struct page *p)
{
	html_print(&p->out, "<input type=\"hidden\" name=\"token\" value=\"%s\">", page_token_text(p));
	if (p->request->web->options.practice)
		html_print(&p->out, "<input type=\"hidden\" name=\"kho\" value=\"%s\">", p->practice ? "tap" : "that");
}

bool page_is_of_other(const struct page *p)
{
	const char *of = page_field(p, "kho");
	return *of && (strcmp(of, "tap") == 0) != p->practice;
}
