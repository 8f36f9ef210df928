/* serve.c - `serve` of both programs: signals, the line that says where, a tick a second until told to stop. */
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <tungnha/serve.h>

static void waited_for(sigset_t *waited)
{
	sigemptyset(waited);
	sigaddset(waited, SIGTERM);
	sigaddset(waited, SIGINT);
	sigaddset(waited, SIGHUP);
}

void serve_begin(void)
{
	sigset_t waited;
	waited_for(&waited);
	pthread_sigmask(SIG_BLOCK, &waited, NULL);
}

/* Where other machines reach this one, "http://192.168.1.20:8030": what an invitation should name. */
enum { REACHED_MAX = 8, REACHED = 80 };

static size_t reached_at(const struct web *w, char out[static REACHED_MAX][REACHED])
{
	struct ifaddrs *all = NULL;
	const char *port = strrchr(web_address(w), ':');
	char host[INET_ADDRSTRLEN];
	size_t n = 0;
	bool any = strncmp(web_address(w), "0.0.0.0:", 8) == 0 || strncmp(web_address(w), "[::]:", 5) == 0;
	if (!port || !any || getifaddrs(&all) != 0)
		return 0;
	for (const struct ifaddrs *a = all; a && n < REACHED_MAX; a = a->ifa_next) {
		if (!a->ifa_addr || a->ifa_addr->sa_family != AF_INET || (a->ifa_flags & IFF_LOOPBACK))
			continue;
		inet_ntop(
			AF_INET, &((const struct sockaddr_in *)(const void *)a->ifa_addr)->sin_addr, host, sizeof host);
		snprintf(out[n++], REACHED, "http://%s%s", host, port);
	}
	freeifaddrs(all);
	return n;
}

static bool is_this_machine_only(const struct web *w)
{
	return strncmp(web_address(w), "127.", 4) == 0 || strncmp(web_address(w), "[::1]:", 6) == 0;
}

static void say_reached(const struct command_context *c, const struct web *w, const struct serve_words *words)
{
	char address[REACHED_MAX][REACHED];
	size_t n = reached_at(w, address);
	for (size_t i = 0; i < n && words->reached; i++)
		command_warn(c, words->reached, address[i], NULL, NULL);
	if (is_this_machine_only(w) && words->here_only)
		command_warn(c, words->here_only, NULL, NULL, NULL);
}

/* The one line a script reads; written out at once, since it may be a pipe. */
static void say_listening(const struct command_context *c, const struct web *w, const struct serve_words *words)
{
	if (c->json) {
		char address[REACHED_MAX][REACHED];
		size_t n = reached_at(w, address);
		cJSON *o = cJSON_CreateObject(), *list;
		cJSON_AddStringToObject(o, "listen", web_address(w));
		list = cJSON_AddArrayToObject(o, "addresses");
		for (size_t i = 0; i < n; i++)
			cJSON_AddItemToArray(list, cJSON_CreateString(address[i]));
		if (words->open)
			cJSON_AddStringToObject(o, "open", words->open);
		command_print_json(c, o);
	} else {
		command_say(c, words->listening, web_address(w), NULL, NULL);
	}
	fflush(stdout);
}

/* A tick a second until a signal comes, or nothing can be taken any more. */
static int wait_for_end(struct web *w)
{
	sigset_t waited;
	const struct timespec second = {.tv_sec = 1};
	waited_for(&waited);
	for (;;) {
		int got = sigtimedwait(&waited, NULL, &second);
		if (got == SIGTERM || got == SIGINT)
			return 0;
		if (!web_tick(w))
			return -1;
	}
}

int serve_until_told(struct command_context *c, struct web *w, const struct serve_words *words)
{
	struct err e;
	say_listening(c, w, words);
	if (!c->json && !c->quiet)
		say_reached(c, w, words);
	web_notify("READY=1");
	int rc = wait_for_end(w);
	web_notify("STOPPING=1");
	web_stop(w);
	if (rc == 0) {
		if (!c->json && !c->quiet)
			command_warn(c, words->stopped, NULL, NULL, NULL);
		return 0;
	}
	err_set(&e, ERR_IO, TEXT_WEB_STORE_LOST, "%s", c->folder);
	return command_fail(c, &e);
}
