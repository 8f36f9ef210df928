/* app_hub_device.c - taking devices in, and showing them out. */
#include <stdlib.h>
#include <string.h>

#include <tungnha/alloc.h>
#include <tungnha/clock.h>

#include "hub.h"

void app_hub_devices_free(struct app_hub_devices *d)
{
	free(d->device);
	free(d->companion);
	*d = (struct app_hub_devices){0};
}

static void add(struct store_device **list, size_t *n, const struct store_device *d)
{
	*list = alloc_grow(*list, *n + 1, sizeof **list);
	(*list)[(*n)++] = *d;
}

/* All devices known, and the node as typed. */
struct crowd {
	struct store_device *device;
	size_t count;
	struct id node;
};

static int find(struct store *s, const char *typed, struct crowd *all, struct err *e)
{
	*all = (struct crowd){0};
	if (!id_read(typed, &all->node))
		return err_set(e, ERR_NOT_FOUND, TEXT_HUB_DEVICE_ID, "%s", typed);
	if (store_devices(s, NULL, &all->device, &all->count, e) != 0)
		return -1;
	for (size_t i = 0; i < all->count; i++) {
		if (id_equal(all->device[i].node, all->node))
			return 0;
	}
	free(all->device);
	all->device = NULL;
	return err_set(e, ERR_NOT_FOUND, TEXT_HUB_DEVICE_UNKNOWN, "%s", typed);
}

/* -- accept -- */

/* A waiting device bears the letter of its invitation unless another device of the unit has it: two devices with one
 * letter would give the same numbers to different households. */
static int choose_letter(
	struct store *s, const struct crowd *all, const struct store_device *d, char out[static 4], struct err *e)
{
	struct store_invitation v = {0};
	struct err none;
	memcpy(out, d->letter, 4);
	if (!out[0] && !id_is_zero(d->invite) && store_invitation(s, d->invite, &v, &none) == 0)
		memcpy(out, v.letter, 4);
	bool taken = !out[0];
	for (size_t i = 0; i < all->count && !taken; i++) {
		const struct store_device *o = &all->device[i];
		taken = strcmp(o->unit, d->unit) == 0 && !id_equal(o->node, d->node) && o->state != DEVICE_WAITING &&
			strcmp(o->letter, out) == 0;
	}
	memset(v.secret, 0, sizeof v.secret);
	return taken ? store_next_letter(s, d->unit, out, e) : 0;
}

static int write_device(struct store *s, const struct store_device *d, const char *letter, struct err *e)
{
	char sign[BASE64_32], box[BASE64_32], hex[ID_HEX];
	base64_encode(d->keys.sign, sizeof d->keys.sign, sign, sizeof sign);
	base64_encode(d->keys.box, sizeof d->keys.box, box, sizeof box);
	cJSON *fields = cJSON_CreateObject();
	cJSON_AddStringToObject(fields, "box", box);
	cJSON_AddNumberToObject(fields, "compared", 1);
	cJSON_AddStringToObject(fields, "invite", id_is_zero(d->invite) ? "" : id_hex(d->invite, hex));
	cJSON_AddStringToObject(fields, "label", d->label);
	cJSON_AddStringToObject(fields, "letter", letter);
	cJSON_AddStringToObject(fields, "sign", sign);
	char by[ENTRY_BY_BYTES + 1];
	struct store_author author = {.by = app_by_put(s, by), .at = clock_now()};
	return store_write_act(s, d->unit, ENTRY_DEVICE, &d->node, fields, &author, NULL, e);
}

static int accept_one(
	struct store *s, const struct crowd *all, struct store_device *d, struct app_hub_devices *out, struct err *e)
{
	char letter[4];
	if (d->state == DEVICE_NEW || d->state == DEVICE_WAITING) {
		if (choose_letter(s, all, d, letter, e) != 0 || write_device(s, d, letter, e) != 0)
			return -1;
		memcpy(d->letter, letter, sizeof letter);
		d->state = DEVICE_ACTIVE;
		out->changed++;
	}
	add(&out->device, &out->devices, d);
	return 0;
}

static bool all_revoked(const struct crowd *all)
{
	for (size_t i = 0; i < all->count; i++) {
		if (id_equal(all->device[i].node, all->node) && all->device[i].state != DEVICE_REVOKED)
			return false;
	}
	return true;
}

int app_hub_device_accept(struct store *s, const char *node, struct app_hub_devices *out, struct err *e)
{
	struct crowd all;
	*out = (struct app_hub_devices){0};
	if (store_begin(s, e) != 0)
		return -1;
	int rc = find(s, node, &all, e);
	if (rc == 0 && all_revoked(&all))
		rc = err_set(e, ERR_DENIED, TEXT_HUB_DEVICE_REVOKED, "%s", node);
	for (size_t i = 0; rc == 0 && i < all.count; i++) {
		if (id_equal(all.device[i].node, all.node))
			rc = accept_one(s, &all, &all.device[i], out, e);
	}
	free(all.device);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	return rc;
}

/* -- revoke -- */

static int revoke_one(
	struct store *s, struct store_device *d, const char *reason, struct app_hub_devices *out, struct err *e)
{
	if (d->state != DEVICE_REVOKED) {
		cJSON *through = store_through(s, d->unit, &d->node, e);
		if (!through)
			return -1;
		cJSON *fields = cJSON_CreateObject();
		cJSON_AddItemToObject(fields, "through", through);
		char by[ENTRY_BY_BYTES + 1];
		struct store_author author = {.by = app_by_put(s, by), .at = clock_now(), .reason = reason};
		if (store_write_act(s, d->unit, ENTRY_REVOKE, &d->node, fields, &author, NULL, e) != 0)
			return -1;
		d->state = DEVICE_REVOKED;
		out->changed++;
	}
	add(&out->device, &out->devices, d);
	return 0;
}

/* A device accepted long ago may bear an invitation this store no longer has. */
static int withdraw(struct store *s, struct id invite, struct err *e)
{
	if (id_is_zero(invite) || store_withdraw_invitation(s, invite, e) == 0)
		return 0;
	return e->code == ERR_NOT_FOUND ? 0 : -1;
}

static void find_companions(const struct crowd *all, const struct store_device *d, struct app_hub_devices *out)
{
	for (size_t i = 0; i < all->count; i++) {
		const struct store_device *o = &all->device[i];
		if (!id_is_zero(d->invite) && id_equal(o->invite, d->invite) && !id_equal(o->node, d->node) &&
			o->state != DEVICE_REVOKED)
			add(&out->companion, &out->companions, o);
	}
}

static int revoke_all(
	struct store *s, const struct crowd *all, const char *reason, struct app_hub_devices *out, struct err *e)
{
	for (size_t i = 0; i < all->count; i++) {
		struct store_device *d = &all->device[i];
		if (!id_equal(d->node, all->node))
			continue;
		if (revoke_one(s, d, reason, out, e) != 0 || withdraw(s, d->invite, e) != 0)
			return -1;
		find_companions(all, d, out);
	}
	return 0;
}

int app_hub_device_revoke(
	struct store *s, const char *node, const char *reason, struct app_hub_devices *out, struct err *e)
{
	struct crowd all = {0};
	char *why;
	*out = (struct app_hub_devices){0};
	if (app_hub_reason(reason, &why, e) != 0)
		return -1;
	int rc = store_begin(s, e);
	if (rc == 0)
		rc = find(s, node, &all, e);
	if (rc == 0)
		rc = revoke_all(s, &all, why, out, e);
	if (rc == 0)
		rc = store_commit(s, e);
	if (rc != 0)
		store_rollback(s);
	free(all.device);
	free(why);
	return rc;
}
