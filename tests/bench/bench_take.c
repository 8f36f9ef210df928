/*
 * bench_take - the hub's store alone, without HTTP: messages taken in groups, as those that wait together are.
 *
 *   bench_take HUB MAIL MESSAGES-A-GROUP
 *
 * Prints seconds, entries stored, seconds of a processor, greatest memory in kB.
 */
#include <stdlib.h>

#include <sodium.h>

#include "../support/mail.h"

#include <tungnha/alloc.h>
#include <tungnha/exchange.h>

static void must(int rc, const struct err *e)
{
	char sentence[800];
	if (rc == 0)
		return;
	err_sentence(e, LANG_EN, sentence, sizeof sentence);
	fprintf(stderr, "bench_take: %s\n", sentence);
	exit(1);
}

static size_t take(struct store *hub, const struct mail_letter *letter, size_t n)
{
	struct exchange_post *post = alloc_zero(n, sizeof *post);
	size_t stored = 0;
	for (size_t i = 0; i < n; i++) {
		post[i].bytes = letter[i].bytes;
		post[i].n = letter[i].n;
	}
	exchange_take_group(hub, post, n, 1762400000);
	for (size_t i = 0; i < n; i++) {
		must(post[i].rc, &post[i].why);
		stored += post[i].result.stored;
		buf_free(&post[i].reply);
	}
	free(post);
	return stored;
}

int main(int argc, char **argv)
{
	struct store *hub;
	struct mail mail;
	struct err e;
	size_t stored = 0;
	alloc_init();
	size_t group = argc == 4 ? (size_t)atoi(argv[3]) : 0;
	if (group == 0 || sodium_init() < 0) {
		fprintf(stderr, "bench_take HUB MAIL MESSAGES-A-GROUP\n");
		return 64;
	}
	mail_read(argv[2], &mail);
	must(store_open(argv[1], NULL, &hub, &e), &e);
	double before = mail_seconds(), worked = mail_worked();
	for (size_t i = 0; i < mail.letters; i += group)
		stored += take(hub, mail.letter + i, mail.letters - i < group ? mail.letters - i : group);
	printf("%.4f %zu %.4f %ld\n", mail_seconds() - before, stored, mail_worked() - worked,
		mail_greatest_kb("/proc/self/status"));
	store_close(hub);
	mail_free(&mail);
	return 0;
}
