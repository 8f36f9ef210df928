/* exchange.c - messages of devices, on the store's thread: taken, committed, and only then answered. */
#include <stdlib.h>
#include <string.h>

#include "web_private.h"

#include <tungnha/alloc.h>
#include <tungnha/clock.h>
#include <tungnha/exchange.h>

static void note(struct request *r, const struct exchange_result *x)
{
	r->line.known = !id_is_zero(x->peer);
	r->line.node = x->peer;
	snprintf(r->line.unit, sizeof r->line.unit, "%s", x->unit);
	r->line.entries = x->stored;
	r->line.held = x->held;
}

/* What the hub's own machine cannot do now is said without its paths. */
static void refuse(struct request *r, const struct err *e)
{
	if (e->code == ERR_DATA)
		problem(r, 400, e);
	else if (e->code == ERR_BUSY)
		problem_later(r, 503, TEXT_WEB_BUSY, 2);
	else if (e->text == TEXT_DISK_FULL)
		problem_text(r, 507, TEXT_WEB_DISK_FULL);
	else if (e->code == ERR_CREATE)
		problem_text(r, 500, TEXT_WEB_CANNOT_WRITE); /* not "come again": it stays until somebody mends it */
	else
		problem_text(r, 500, TEXT_WEB_FAULT);
	if (e->code != ERR_DATA && e->code != ERR_BUSY)
		log_error(r->web->log, e);
}

static void answer(struct web *w, struct request *r, struct exchange_post *p)
{
	note(r, &p->result);
	if (p->rc == 0 && p->result.state == STATE_UNKNOWN)
		r->line.why = text_name(TEXT_EXCHANGE_NODE_UNKNOWN);
	if (p->rc == 0 || p->why.code != ERR_DATA)
		health_took(w->health, p->rc == 0 ? NULL : &p->why);
	if (p->rc != 0) {
		refuse(r, &p->why);
		return;
	}
	r->answer = (struct answer){.status = 200, .type = r->route->type, .size = p->reply.len};
	r->answer.body = buf_take(&p->reply);
	r->answered = true;
}

void exchange_serve(struct web *w, struct request *const *r, size_t n)
{
	for (size_t i = 0; !w->store && i < n; i++)
		problem_later(r[i], 503, TEXT_USERS_HUB_CLOSED, 30);
	if (!w->store)
		return;
	struct exchange_post *post = alloc_zero(n, sizeof *post);
	for (size_t i = 0; i < n; i++) {
		post[i].bytes = r[i]->body.data;
		post[i].n = r[i]->body.len;
	}
	exchange_take_group(w->store, post, n, clock_now());
	for (size_t i = 0; i < n; i++) {
		answer(w, r[i], &post[i]);
		buf_free(&post[i].reply);
	}
	free(post);
}
