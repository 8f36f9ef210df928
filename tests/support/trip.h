/* trip.h - a commune, one device and a stick between them, for tests of exchanges over folders. */
#ifndef TUNGNHA_TESTS_TRIP_H
#define TUNGNHA_TESTS_TRIP_H

#include "world.h"

/* A commune, one device, a stick. */
struct trip {
	struct world w;
	struct node a;
	struct store_invitation invitation;
	char stick[256];
	char up[300];   /* where the device's messages lie */
	char down[300]; /* where the hub's replies lie */
};

void trip_folder_of(struct trip *t, const char *stick, struct id recipient, char out[static 300]);
void trip_new_stick(struct trip *t, const char *name);
void trip_begin(struct trip *t, int households);
void trip_end(struct trip *t);
struct folder_sync trip_sync(struct trip *t);
struct folder_receive trip_receive(struct trip *t, const char *path);
size_t trip_files_in(const char *folder);
char *trip_nth_file(const char *folder, size_t i);
void trip_copy_file(const char *from, const char *to, size_t at_most);

#endif
