/*
 * bench_mail - what the measurements begin with: hubs, and messages of their devices that were sealed beforehand.
 *
 *   bench_mail SCRATCH DIR
 *
 * DIR/hub: a commune of 192 hamlets, 100 households in each · DIR/hub-large: the same and 82,000 households in 100 more
 * · DIR/mail-1, -50, -200: messages with so many households each, of 64 devices, for DIR/hub or DIR/hub-large as they
 * are; a record is u32 device, u32 bytes (little-endian), the message · DIR/hub-stick, DIR/stick: 42 hamlets of 126
 * households on a stick, for a hub that has heard of none.
 *
 * Devices live in SCRATCH, best a file system in memory. Nothing here is random but keys: each run makes the same
 * households.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sodium.h>

#include "../support/hamlets.h"
#include "../support/mail.h"

#include <tungnha/alloc.h>
#include <tungnha/file.h>

enum {
	DEVICES = 64,
	CLASSES = 3,
	HAMLET = 100, /* households each hamlet begins with */
	LARGE_HAMLETS = 100,
	LARGE_HAMLET = 820,
	LARGE_DEVICES = 4,
	STICK_HAMLETS = 42,
	STICK_HAMLET = 126,
};

static const struct {
	int households, messages; /* in a message; of each device */
} class[CLASSES] = {{1, 24}, {50, 4}, {200, 2}};

/* --- what is made --- */

static void copy_store(const char *dir, const char *name)
{
	char *command = alloc_print("cp -r '%s/hub' '%s/%s'", hamlets.scratch, dir, name);
	if (system(command) != 0)
		exit(1);
	free(command);
}

static struct store *reopen_hub(struct store *hub, const char *folder)
{
	store_close(hub);
	MUST(store_open(folder, NULL, &hub, &e));
	return hub;
}

static void make_large(struct store *hub)
{
	for (int d = 0; d < LARGE_DEVICES; d++) {
		char name[32];
		snprintf(name, sizeof name, "large-%d", d);
		struct store *device = hamlets_device(name);
		for (int i = d; i < LARGE_HAMLETS; i += LARGE_DEVICES)
			hamlets_begin(device, hub, CLASSES * DEVICES + 1 + i, LARGE_HAMLET);
		store_close(device);
	}
}

static void write_mail(struct store *hub, struct store *const *device, const char *dir, size_t c)
{
	char *path = alloc_print("%s/mail-%d", dir, class[c].households);
	FILE *mail = fopen(path, "wb");
	if (!mail)
		exit(1);
	for (int round = 0; round < class[c].messages; round++)
		for (size_t d = 0; d < DEVICES; d++) {
			char unit[UNIT_CODE];
			hamlets_code((int)(c * DEVICES + d) + 1, unit);
			hamlets_save(device[d], unit, HAMLET + 1 + round * class[c].households, class[c].households);
			hamlets_exchange(device[d], hub, unit, mail, d);
		}
	if (fclose(mail) != 0)
		exit(1);
	free(path);
}

static void make_mail(const char *dir)
{
	char *folder = file_join(hamlets.scratch, "hub");
	struct store *device[DEVICES], *hub = hamlets_hub(folder, CLASSES * DEVICES + LARGE_HAMLETS);
	for (int d = 0; d < DEVICES; d++) {
		char name[32];
		snprintf(name, sizeof name, "device-%d", d);
		device[d] = hamlets_device(name);
		for (int c = 0; c < CLASSES; c++)
			hamlets_begin(device[d], hub, c * DEVICES + d + 1, HAMLET);
	}
	hub = reopen_hub(hub, folder); /* closed, its log is in the file */
	copy_store(dir, "hub");
	make_large(hub);
	hub = reopen_hub(hub, folder);
	copy_store(dir, "hub-large");
	for (size_t c = 0; c < CLASSES; c++)
		write_mail(hub, device, dir, c);
	for (int d = 0; d < DEVICES; d++)
		store_close(device[d]);
	store_close(hub);
	free(folder);
}

static void make_stick(const char *dir)
{
	char *folder = file_join(dir, "hub-stick"), *stick = file_join(dir, "stick");
	struct store *hub = hamlets_hub(folder, STICK_HAMLETS);
	mkdir(stick, 0700);
	for (int i = 1; i <= STICK_HAMLETS; i++) {
		struct folder_sync f = {0};
		char name[32], unit[UNIT_CODE];
		snprintf(name, sizeof name, "stick-%d", i);
		hamlets_code(i, unit);
		struct store *device = hamlets_device(name);
		hamlets_enrol(device, hub, unit);
		hamlets_save(device, unit, 1, STICK_HAMLET);
		MUST(folder_sync(device, unit, stick, hamlets.now++, &f, &e));
		store_close(device);
	}
	store_close(hub);
	free(folder);
	free(stick);
}

int main(int argc, char **argv)
{
	alloc_init();
	if (argc != 3 || sodium_init() < 0) {
		fprintf(stderr, "bench_mail SCRATCH DIR\n");
		return 64;
	}
	hamlets = (struct hamlets){.now = 1762300000, .scratch = argv[1]};
	make_mail(argv[2]);
	make_stick(argv[2]);
	return 0;
}
