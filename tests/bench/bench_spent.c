/*
 * bench_spent - runs a command and measures its seconds and its greatest resident memory in kB.
 *
 *   bench_spent FILE COMMAND…      the two figures go into FILE
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../support/mail.h"

int main(int argc, char **argv)
{
	struct rusage used;
	int status;
	if (argc < 3) {
		fprintf(stderr, "bench_spent FILE COMMAND…\n");
		return 64;
	}
	double before = mail_seconds();
	pid_t pid = fork();
	if (pid == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (pid < 0 || wait4(pid, &status, 0, &used) != pid)
		return 1;
	FILE *f = fopen(argv[1], "w");
	if (!f || fprintf(f, "%.2f %ld\n", mail_seconds() - before, used.ru_maxrss) < 0 || fclose(f) != 0)
		return 1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
