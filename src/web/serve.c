/* serve.c - `serve` of both programs: signals, the line that says where, a tick a second until told to stop. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "web_private.h"

#include <tungnha/file.h>
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

size_t web_reached(const struct web *w, bool near_only, char out[static WEB_REACHED_MAX][WEB_REACHED])
{
	struct ifaddrs *all = NULL;
	const char *port = strrchr(web_address(w), ':');
	char host[INET_ADDRSTRLEN];
	size_t n = 0;
	bool any = strncmp(web_address(w), "0.0.0.0:", 8) == 0 || strncmp(web_address(w), "[::]:", 5) == 0;
	if (!port || !any || getifaddrs(&all) != 0)
		return 0;
	for (const struct ifaddrs *a = all; a && n < WEB_REACHED_MAX; a = a->ifa_next) {
		if (!a->ifa_addr || a->ifa_addr->sa_family != AF_INET || (a->ifa_flags & IFF_LOOPBACK))
			continue;
		if (near_only && !limits_is_near(a->ifa_addr, true))
			continue;
		inet_ntop(
			AF_INET, &((const struct sockaddr_in *)(const void *)a->ifa_addr)->sin_addr, host, sizeof host);
		snprintf(out[n++], WEB_REACHED, "http://%s%s", host, port);
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
	char address[WEB_REACHED_MAX][WEB_REACHED];
	size_t n = web_reached(w, words->near_only, address);
	for (size_t i = 0; i < n && words->reached; i++)
		command_warn(c, words->reached, address[i], NULL, NULL);
	if (is_this_machine_only(w) && words->here_only)
		command_warn(c, words->here_only, NULL, NULL, NULL);
}

/* The one line a script reads; written out at once, since it may be a pipe. */
static void say_listening(
	const struct command_context *c, const struct web *w, const struct serve_words *words, const char *url)
{
	if (c->json) {
		char address[WEB_REACHED_MAX][WEB_REACHED];
		size_t n = web_reached(w, words->near_only, address);
		cJSON *o = cJSON_CreateObject(), *list;
		cJSON_AddStringToObject(o, "listen", web_address(w));
		list = cJSON_AddArrayToObject(o, "addresses");
		for (size_t i = 0; i < n; i++)
			cJSON_AddItemToArray(list, cJSON_CreateString(address[i]));
		if (url)
			cJSON_AddStringToObject(o, "open", url);
		command_print_json(c, o);
	} else {
		command_say(c, words->listening, url ? url : web_address(w), NULL, NULL);
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

/* --- the page in a browser of this machine --- */

enum { URL_BYTES = 80 + SERVE_ENTRY };

static void url_of(const char *address, const char *entry, char out[static URL_BYTES])
{
	const char *port = strrchr(address, ':');
	bool any = strncmp(address, "0.0.0.0:", 8) == 0 || strncmp(address, "[::]:", 5) == 0;
	snprintf(out, URL_BYTES, "http://%s%s%s", any ? "127.0.0.1" : address, any ? port : "", entry ? entry : "/");
}

/* $BROWSER names one, or several with colons between; else the desktop knows which. */
static const char *browser(char out[static 256])
{
	const char *own = getenv("BROWSER");
	size_t n = own ? strcspn(own, ":") : 0;
	if (n > 0 && n < 256) {
		snprintf(out, 256, "%.*s", (int)n, own);
		return out;
	}
	return getenv("DISPLAY") || getenv("WAYLAND_DISPLAY") ? "xdg-open" : NULL;
}

/* It outlives this program, hears no Ctrl+C of this terminal, and says nothing on it. */
static void browse(const char *url)
{
	char own[256];
	const char *name = browser(own);
	posix_spawnattr_t how;
	posix_spawn_file_actions_t streams;
	sigset_t none;
	pid_t child;
	if (!name)
		return;
	sigemptyset(&none);
	posix_spawnattr_init(&how);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID);
	posix_spawn_file_actions_init(&streams);
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		posix_spawn_file_actions_addopen(&streams, fd, "/dev/null", O_RDWR, 0);
	char *words[] = {(char *)(uintptr_t)name, (char *)(uintptr_t)url, NULL};
	posix_spawnp(&child, name, &streams, &how, words, environ);
	posix_spawn_file_actions_destroy(&streams);
	posix_spawnattr_destroy(&how);
}

int serve_open(struct command_context *c, struct err *e)
{
	enum store_protection how;
	if (!store_look(c->folder, &how))
		return file_make_folders(c->folder, 0700, e);
	if (c->passphrase_file)
		return command_open(c, c->role, e);
	int rc = command_open_by(c, &(struct store_key){0}, e);
	/* the stick with the key may be put in later */
	bool closed = e->code == ERR_DENIED || (how == STORE_UNDER_KEY_FILE && e->code == ERR_NOT_FOUND);
	return rc != 0 && closed ? 0 : rc;
}

/* Another server runs on this folder: it is opened instead. */
static int open_running(const struct command_context *c, const char *address, const char *entry)
{
	char url[URL_BYTES];
	url_of(address, entry, url);
	if (c->json) {
		cJSON *o = cJSON_CreateObject();
		cJSON_AddStringToObject(o, "listen", address);
		cJSON_AddStringToObject(o, "open", url);
		command_print_json(c, o);
	} else {
		command_say(c, TEXT_SERVE_RUNNING, url, NULL, NULL);
	}
	browse(url);
	return 0;
}

/* --- */

static int until_told(struct command_context *c, struct web *w, const struct serve_words *words, const char *url)
{
	struct err e;
	say_listening(c, w, words, url);
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

int serve_store(
	struct command_context *c, const struct web_options *o, const struct serve_words *words, const char *entry)
{
	struct err e;
	struct web *web;
	char url[URL_BYTES], address[80];
	if (web_start(c->store, o, &web, &e) != 0) {
		bool running = entry && web_running(c->folder, address, sizeof address);
		return running ? open_running(c, address, entry) : command_fail(c, &e);
	}
	c->store = NULL; /* kept by the server, which closes it when it is locked */
	url_of(web_address(web), entry, url);
	if (words->how && !c->json && !c->quiet)
		command_warn(c, words->how, NULL, NULL, NULL);
	if (entry)
		browse(url);
	return until_told(c, web, words, entry || words->page ? url : NULL);
}
