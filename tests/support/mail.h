/* mail.h - messages sealed beforehand, as bench_mail leaves them: what measurements send. */
#ifndef TUNGNHA_TESTS_MAIL_H
#define TUNGNHA_TESTS_MAIL_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct mail_letter {
	size_t device; /* whose; its letters must arrive in this order */
	const unsigned char *bytes;
	size_t n;
};
struct mail {
	struct mail_letter *letter;
	size_t letters;
	unsigned char *file;
};

void mail_write(FILE *to, size_t device, const void *bytes, size_t n); /* ends the program on failure */
/* A file that cannot be read ends the program. */
void mail_read(const char *path, struct mail *out);
void mail_free(struct mail *m);

double mail_seconds(void);                 /* since some moment */
double mail_worked(void);                  /* seconds of a processor this process used */
long mail_greatest_kb(const char *status); /* VmHWM of /proc/…/status; 0: not told */

#endif
