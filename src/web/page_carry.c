/* page_carry.c - what a sign-in carries: a session that ended under a half-typed form loses nothing. Fields go along as
 * "g.…", the path they were posted to as "di", a page to come back to as "ve". Passwords are not carried. */
#include <string.h>

#include <tungnha/page_parts.h>

bool page_is_own_path(const char *path)
{
	if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
		return false;
	for (const char *c = path; *c; c++)
		if ((unsigned char)*c < ' ' || *c == '\\')
			return false;
	return true;
}

/* An address never says so: somebody else may have made the link, and one press would then post what he chose. */
const char *page_carried_to(const struct page *p)
{
	const char *name, *value;
	for (size_t i = 0; (name = page_field_at(p, i, &value)) != NULL; i++)
		if (strcmp(name, "di") == 0 && page_is_own_path(value))
			return value;
	return "";
}

static bool is_carried(const char *name)
{
	return strcmp(name, "token") != 0 && strncmp(name, "mk", 2) != 0;
}

static void carry_again(struct page *p)
{
	const char *name, *value;
	if (*page_carried_to(p))
		page_hidden(p, "di", page_carried_to(p));
	if (page_is_own_path(page_field(p, "ve")))
		page_hidden(p, "ve", page_field(p, "ve"));
	for (size_t i = 0; (name = page_field_at(p, i, &value)) != NULL; i++)
		if (strncmp(name, "g.", 2) == 0)
			page_hidden(p, name, value);
}

void page_carry(struct page *p)
{
	const char *name, *value;
	if (!p->refused || *page_carried_to(p)) {
		carry_again(p);
		return;
	}
	if (!p->resend)
		return;
	page_hidden(p, "di", p->path);
	for (size_t i = 0; (name = page_field_at(p, i, &value)) != NULL; i++)
		if (is_carried(name))
			html_print(&p->out, "<input type=\"hidden\" name=\"g.%s\" value=\"%s\">", name, value);
}

void page_send_on(struct page *p)
{
	const char *name, *value;
	html_print(&p->out, "<form method=\"post\" action=\"%s\" class=\"actions\">",
		p->refused ? p->path : page_carried_to(p));
	page_hidden(p, "token", page_token_text(p)); /* the store it was for is carried with the rest */
	for (size_t i = 0; (name = page_field_at(p, i, &value)) != NULL; i++) {
		bool carried = strncmp(name, "g.", 2) == 0;
		if (p->refused ? is_carried(name) : carried)
			page_hidden(p, p->refused ? name : name + 2, value);
	}
	page_button(p, "big", TEXT_ACCESS_SEND_ON);
	page_form_end(p);
}

bool page_go_back(struct page *p)
{
	const char *ve = page_field(p, "ve");
	if (*page_carried_to(p))
		return false;
	page_redirect(p, page_is_own_path(ve) ? ve : "/");
	return true;
}
