/* driver.c - runs a fuzz target where there is no libFuzzer: the same inputs on every machine.
 *
 *     fuzz_csv FOLDER COUNT SEED
 *
 * Every file of the folder as it is, then COUNT mutations of them. Input k depends on SEED and k alone. When one
 * fails its bytes are left in ./fuzz-NAME.failed: that file in a folder of its own, with COUNT 0, runs it again. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <tungnha/alloc.h>
#include <tungnha/file.h>

#include "fuzz.h"

enum { INPUT_MAX = 128 * 1024, FILES_MAX = 10000, MUTATIONS_MAX = 8 };

struct input {
	uint8_t *bytes;
	size_t n;
};

struct corpus {
	struct input *input;
	size_t count;
};

/* What the target is looking at, for the report of a failure. */
static struct input current;
static char failed_path[200];

static void report(void)
{
	int fd = open(failed_path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	if (fd < 0 || write(fd, current.bytes, current.n) < 0)
		return;
	close(fd);
}

static void on_signal(int number)
{
	report();
	signal(number, SIG_DFL);
	raise(number);
}

/* Present when a sanitizer is linked; it ends the process without a signal. */
void __sanitizer_set_death_callback(void (*callback)(void)) __attribute__((weak));

static void watch(void)
{
	signal(SIGABRT, on_signal);
	if (__sanitizer_set_death_callback)
		__sanitizer_set_death_callback(report);
	else
		signal(SIGSEGV, on_signal);
}

/* A copy of exactly n bytes, so that a sanitizer sees one byte read too many. */
static void run(const uint8_t *bytes, size_t n)
{
	current = (struct input){.bytes = alloc_bytes(n), .n = n};
	if (n)
		memcpy(current.bytes, bytes, n);
	LLVMFuzzerTestOneInput(current.bytes, n);
	free(current.bytes);
}

/* -- chance: splitmix64 -- */

static uint64_t state;

static uint64_t chance(void)
{
	uint64_t z = state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static size_t below(size_t n)
{
	return n ? (size_t)(chance() % n) : 0;
}

/* -- mutations: each leaves at most INPUT_MAX bytes -- */

static void insert(struct input *in, size_t at, const uint8_t *bytes, size_t n)
{
	if (n > INPUT_MAX - in->n)
		n = INPUT_MAX - in->n;
	if (at < in->n)
		memmove(in->bytes + at + n, in->bytes + at, in->n - at);
	memcpy(in->bytes + at, bytes, n);
	in->n += n;
}

static void cut(struct input *in, size_t at, size_t n)
{
	memmove(in->bytes + at, in->bytes + at + n, in->n - at - n);
	in->n -= n;
}

static uint8_t a_byte(void)
{
	static const char telling[] = "\0\n\r\t \"\\',;:.-+=@0189[]{}eEu\x7f\x80\xc2\xe1\xef\xff";
	return below(2) ? (uint8_t)telling[below(sizeof telling - 1)] : (uint8_t)chance();
}

static void duplicate(struct input *in)
{
	size_t from = below(in->n), n = 1 + below(below(4) ? 16 : in->n);
	uint8_t copy[4096];
	if (n > in->n - from)
		n = in->n - from;
	if (n > sizeof copy)
		n = sizeof copy;
	memcpy(copy, in->bytes + from, n);
	for (size_t times = 1 + below(4); times > 0; times--)
		insert(in, below(in->n + 1), copy, n);
}

static void cross(struct input *in, const struct input *other)
{
	size_t from = below(other->n);
	in->n = below(in->n + 1);
	insert(in, in->n, other->bytes + from, other->n - from);
}

static void mutate(struct input *in, const struct corpus *corpus)
{
	uint8_t byte = a_byte();
	size_t at = below(in->n);
	if (in->n == 0) {
		insert(in, 0, &byte, 1);
		return;
	}
	switch (below(7)) {
	case 0:
		in->bytes[at] ^= (uint8_t)(1u << below(8));
		break;
	case 1:
		in->bytes[at] = byte;
		break;
	case 2:
		insert(in, below(in->n + 1), &byte, 1);
		break;
	case 3:
		cut(in, at, 1 + below(in->n - at < 16 ? in->n - at : 16));
		break;
	case 4:
		duplicate(in);
		break;
	case 5:
		cross(in, &corpus->input[below(corpus->count)]);
		break;
	default:
		in->n = at;
	}
}

#pragma weak LLVMFuzzerCustomMutator

/* Every other time by the target's own ways, where it has some. */
static void mutate_one(struct input *in, const struct corpus *corpus)
{
	if (LLVMFuzzerCustomMutator && below(2))
		in->n = LLVMFuzzerCustomMutator(in->bytes, in->n, INPUT_MAX, (unsigned)chance());
	else
		mutate(in, corpus);
}

static void run_mutations(const struct corpus *corpus, size_t count, uint64_t seed)
{
	struct input in = {.bytes = alloc_bytes(INPUT_MAX)};
	for (size_t k = 0; k < count; k++) {
		state = seed * 0x2545f4914f6cdd1d + k;
		const struct input *from = &corpus->input[below(corpus->count)];
		in.n = 0;
		insert(&in, 0, from->bytes, from->n);
		for (size_t times = 1 + below(1 + below(MUTATIONS_MAX)); times > 0; times--)
			mutate_one(&in, corpus);
		run(in.bytes, in.n);
	}
	free(in.bytes);
}

/* -- the corpus -- */

static int load(const char *folder, struct corpus *corpus, struct err *e)
{
	struct file_names names;
	if (file_names(folder, "", FILES_MAX, &names, e) < 0)
		return -1;
	corpus->input = alloc_zero(names.count + 1, sizeof *corpus->input);
	int result = 0;
	for (size_t i = 0; result == 0 && i < names.count; i++) {
		struct buf b;
		char *path = file_join(folder, names.name[i]);
		buf_init(&b, INPUT_MAX);
		result = file_read(path, &b, e);
		corpus->input[corpus->count].n = b.len;
		corpus->input[corpus->count++].bytes = (uint8_t *)buf_take(&b);
		free(path);
	}
	file_names_free(&names);
	return result;
}

int main(int argc, char **argv)
{
	struct corpus corpus = {0};
	struct err e;
	char sentence[1000];
	const char *slash = strrchr(argv[0], '/'), *name = slash ? slash + 1 : argv[0];
	if (argc != 4) {
		fprintf(stderr, "usage: %s FOLDER COUNT SEED\n", argv[0]);
		return ERR_USAGE;
	}
	alloc_init();
	name = strncmp(name, "fuzz_", 5) == 0 ? name + 5 : name;
	snprintf(failed_path, sizeof failed_path, "fuzz-%s.failed", name);
	if (load(argv[1], &corpus, &e) < 0 || corpus.count == 0) {
		if (corpus.count == 0)
			err_errno(&e, ENOENT, argv[1]);
		err_sentence(&e, LANG_EN, sentence, sizeof sentence);
		fprintf(stderr, "%s\n", sentence);
		return (int)e.code;
	}
	watch();
	size_t count = strtoul(argv[2], NULL, 10);
	for (size_t i = 0; i < corpus.count; i++)
		run(corpus.input[i].bytes, corpus.input[i].n);
	run_mutations(&corpus, count, strtoull(argv[3], NULL, 10));
	printf("fuzz %s: %zu inputs\n", name, corpus.count + count);
	for (size_t i = 0; i < corpus.count; i++)
		free(corpus.input[i].bytes);
	free(corpus.input);
	return 0;
}
