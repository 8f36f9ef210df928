/* cmd_user.c - `user`: people of the pages, made and minded on the machine itself. */
#include <tungnha/app_users.h>
#include <tungnha/clock.h>

#include "commands.h"

int cmd_user_add(struct command_context *c, struct command_words *w)
{
	struct err e;
	struct app_user made;
	enum app_role role = APP_CLERK;
	const char *word = command_option(c, w, "role");
	char *password = NULL;
	int rc = 0;
	if (word && !app_role_read(word, &role))
		rc = err_set(&e, ERR_USAGE, TEXT_USERS_ROLE_UNKNOWN, "%s", word);
	if (rc == 0)
		rc = command_new_passphrase(c, command_option(c, w, "password-file"), &password, &e);
	if (rc == 0 && !password)
		rc = err_set(&e, ERR_USAGE, TEXT_USERS_PASSWORD_NEEDED, "");
	if (rc == 0)
		rc = app_user_add(c->store, w->word[0], role, password, "", clock_now(), &made, &e);
	command_passphrase_free(password);
	if (rc != 0)
		return command_fail(c, &e);
	command_say(c, TEXT_USERS_ADDED, made.name, app_role_word(made.role), NULL);
	return 0;
}
