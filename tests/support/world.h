/* world.h - a commune and its hamlets' devices for tests: real stores in a temporary folder. Failures end the test. */
#ifndef TUNGNHA_TESTS_WORLD_H
#define TUNGNHA_TESTS_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <tungnha/exchange.h>
#include <tungnha/store_journals.h>

#define WORLD_OWN "05788"
#define WORLD_HAMLET "05788-01"
#define WORLD_OTHER "05788-02"

struct node {
	char folder[256];
	struct store *store;
};

struct world {
	char dir[200];
	struct node hub;
	int64_t now;
	int nodes;
	struct exchange_wish wish; /* of every message of a node; at first: as on a folder */
	const char
		*says; /* what machines made from now on call themselves, their people and their notes; NULL: usual */
};

void world_begin(struct world *w);
void world_end(struct world *w);

/* Invites into a unit; then a device that took it, with one hamlet. */
struct store_invitation world_invite(struct world *w, const char *unit, int uses);
void world_device(struct world *w, const struct store_invitation *v, struct node *out);
void world_close(struct node *n);

/* The node's folder as it is now, as another node; and put back, as a restored disk would be. */
void world_copy(struct world *w, struct node *from, struct node *copy);
void world_roll_back(struct node *n, const struct node *copy);

/* Saves a household: number, persons. */
void world_save(struct world *w, struct node *n, int number, int persons);
void world_save_many(struct world *w, struct node *n, int from, int count);
void world_save_in(struct world *w, struct node *n, const char *unit, int from, int count); /* of that unit */
void world_void(struct world *w, struct node *n, int number);

/* A hub's act. */
struct name world_act(struct world *w, enum entry_kind kind, const struct id *key, cJSON *fields);
void world_lock(struct world *w);
void world_unlock(struct world *w);
void world_revoke(struct world *w, const struct node *n);
void world_accept_device(struct world *w, const struct node *n);

/* Exchanges until nothing moves, as over a network that loses nothing; gives the number of messages. */
int world_exchange(struct world *w, struct node *n);
int world_exchange_unit(struct world *w, struct node *n, const char *unit); /* of that unit */
/* One message of a node, part `part`. */
void world_message(struct world *w, struct node *n, size_t part, struct buf *out);
void world_message_of(struct world *w, struct node *n, const char *unit, size_t part, struct buf *out);
/* The hub takes it; 0 or the error's code. reply may be NULL, else an initialised buf for its first part. */
int world_take(struct world *w, const struct buf *message, struct exchange_result *r, struct buf *reply);
int world_reply(struct world *w, struct node *n, const struct buf *reply, struct exchange_result *r);

struct store_totals world_totals(const struct node *n);
struct store_progress world_progress(const struct node *n);
enum message_state world_state(const struct node *n); /* as the node was last told */
int world_persons(const struct node *n, int number);  /* of a household as shown; -1: none counts */
void world_assert_same(
	struct world *w, struct node *a, struct node *b); /* hold the same entries of the hamlet and the hub */
void world_assert_sound(const struct node *n);            /* store_check finds nothing */

#endif
