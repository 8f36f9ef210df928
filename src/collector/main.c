/* main.c - tungnha-collector: the table of its commands. */
#include <tungnha/command.h>

#include "commands.h"

#define END                                                                                                            \
	{                                                                                                              \
		0                                                                                                      \
	}
#define UNIT                                                                                                           \
	{                                                                                                              \
		"unit", "CODE", false, TEXT_OPT_UNIT                                                                   \
	}

static const struct command_option join_options[] = {
	{"by", "NAME", false, TEXT_OPT_BY},
	{"label", "TEXT", false, TEXT_OPT_DEVICE_LABEL},
	{"no-passphrase", NULL, false, TEXT_OPT_NO_PASSPHRASE},
	END,
};
static const struct command_option init_options[] = {
	{"unit", "CODE", false, TEXT_OPT_NEW_UNIT},
	{"name", "NAME", false, TEXT_OPT_UNIT_NAME},
	{"form", "FILE", false, TEXT_OPT_FORM},
	{"by", "NAME", false, TEXT_OPT_BY},
	{"no-passphrase", NULL, false, TEXT_OPT_NO_PASSPHRASE},
	END,
};
static const struct command_option unit_options[] = {UNIT, END};
static const struct command_option reason_options[] = {{"reason", "TEXT", false, TEXT_OPT_REASON}, UNIT, END};
static const struct command_option submit_options[] = {
	{"period", "P", false, TEXT_OPT_PERIOD},
	UNIT,
	END,
};
static const struct command_option list_options[] = {
	{"status", "S", false, TEXT_OPT_STATUS},
	{"search", "TEXT", false, TEXT_OPT_SEARCH},
	{"again", NULL, false, TEXT_OPT_AGAIN},
	{"warnings", NULL, false, TEXT_OPT_WARNINGS},
	UNIT,
	END,
};
static const struct command_option import_options[] = {
	{"dry-run", NULL, false, TEXT_OPT_DRY_RUN},
	{"good-lines", NULL, false, TEXT_OPT_GOOD_LINES},
	{"encoding", "NAME", false, TEXT_OPT_ENCODING},
	{"sheet", "NAME", false, TEXT_OPT_SHEET},
	{"reason", "TEXT", false, TEXT_OPT_REASON},
	UNIT,
	END,
};
static const struct command_option labels_options[] = {{"o", "FILE", false, TEXT_OPT_OUTPUT}, UNIT, END};
static const struct command_option roster_options[] = {
	{"format", "text|html", false, TEXT_OPT_ROSTER_FORMAT},
	{"o", "FILE", false, TEXT_OPT_OUTPUT},
	UNIT,
	END,
};
static const struct command_option form02_options[] = {
	{"format", "text|csv|json|xlsx|html", false, TEXT_OPT_FORMAT},
	{"o", "FILE", false, TEXT_OPT_OUTPUT},
	{"blank", NULL, false, TEXT_OPT_BLANK},
	UNIT,
	END,
};
static const struct command_option sync_options[] = {
	{"via", "URL|DIR", false, TEXT_OPT_VIA},
	{"wait", NULL, false, TEXT_OPT_WAIT},
	{"tries", "N", false, TEXT_OPT_TRIES},
	UNIT,
	END,
};
static const struct command_option check_options[] = {{"deep", NULL, false, TEXT_OPT_DEEP}, END};

static const struct command_option unlock_options[] = {
	{"key-file", "FILE", false, TEXT_OPT_KEY_FILE},
	{"make-key", "DIR", false, TEXT_OPT_MAKE_KEY},
	END,
};

static const struct command_option serve_options[] = {
	{"listen", "ADDRESS:PORT", false, TEXT_SERVE_OPT_LISTEN},
	{"open", NULL, false, TEXT_SERVE_OPT_OPEN},
	{"hotspot", NULL, false, TEXT_SERVE_OPT_HOTSPOT},
	END,
};

static const struct command commands[] = {
	{"join", "FILE.tni|- [--by NAME]", TEXT_CMD_JOIN, NEEDS_NOTHING, 1, 1, join_options, cmd_join},
	{"init", "[--unit CODE] [--name NAME] [--form FILE] [--by NAME]", TEXT_CMD_INIT, NEEDS_NOTHING, 0, 0,
		init_options, cmd_init},
	{"unlock", "[--key-file F | --make-key DIR]", TEXT_CMD_UNLOCK, NEEDS_NOTHING, 0, 0, unlock_options,
		command_unlock},
	{"lock", "", TEXT_CMD_LOCK, NEEDS_NOTHING, 0, 0, NULL, cmd_lock},
	{"passphrase", "[--new-passphrase-file F | --key-file F]", TEXT_CMD_PASSPHRASE, NEEDS_NOTHING, 0, 0,
		command_passphrase_options, command_change_passphrase},
	{"recover", "[--recovery-file F] [--new-passphrase-file F]", TEXT_CMD_RECOVER, NEEDS_NOTHING, 0, 0,
		command_recover_options, command_recover},
	{"by", "[NAME]", TEXT_CMD_BY, NEEDS_STORE, 0, -1, NULL, cmd_by},
	{"by list", "", TEXT_CMD_BY_LIST, NEEDS_STORE, 0, 0, NULL, cmd_by_list},
	{"by add", "NAME", TEXT_CMD_BY_ADD, NEEDS_STORE, 1, -1, NULL, cmd_by_add},
	{"by set", "NAME", TEXT_CMD_BY, NEEDS_STORE, 1, -1, NULL, cmd_by},
	{"put", "[household_no=NO] KEY=VALUE… [--reason TEXT]", TEXT_CMD_PUT, NEEDS_STORE, 1, -1, reason_options,
		cmd_put},
	{"get", "NO", TEXT_CMD_GET, NEEDS_STORE, 1, 1, unit_options, cmd_get},
	{"list", "[--status S] [--search TEXT] [--again] [--warnings]", TEXT_CMD_LIST, NEEDS_STORE, 0, 0, list_options,
		cmd_list},
	{"history", "NO", TEXT_CMD_HISTORY, NEEDS_STORE, 1, 1, unit_options, cmd_history},
	{"confirm", "NO", TEXT_CMD_CONFIRM, NEEDS_STORE, 1, 1, reason_options, cmd_confirm},
	{"renumber", "NO NEW --reason TEXT", TEXT_CMD_RENUMBER, NEEDS_STORE, 2, 2, reason_options, cmd_renumber},
	{"void", "NO --reason TEXT", TEXT_CMD_VOID, NEEDS_STORE, 1, 1, reason_options, cmd_void},
	{"returns", "", TEXT_CMD_RETURNS, NEEDS_STORE, 0, 0, unit_options, cmd_returns},
	{"held", "", TEXT_CMD_HELD, NEEDS_STORE, 0, 0, unit_options, cmd_held},
	{"conflicts", "", TEXT_CMD_CONFLICTS, NEEDS_STORE, 0, 0, unit_options, cmd_conflicts},
	{"import", "FILE.csv|FILE.xlsx [--dry-run] [--good-lines] [--encoding NAME] [--sheet NAME] [--reason TEXT]",
		TEXT_CMD_IMPORT, NEEDS_STORE, 1, 1, import_options, cmd_import},
	{"labels export", "[-o FILE]", TEXT_CMD_LABELS_EXPORT, NEEDS_STORE, 0, 1, labels_options, cmd_labels_export},
	{"labels import", "FILE", TEXT_CMD_LABELS_IMPORT, NEEDS_STORE, 1, 1, unit_options, cmd_labels_import},
	{"roster", "[-o FILE] [--format text|html]", TEXT_CMD_ROSTER, NEEDS_STORE, 0, 0, roster_options, cmd_roster},
	{"form02", "[--format text|csv|json|xlsx|html] [-o FILE] [--blank]", TEXT_CMD_FORM02, NEEDS_STORE, 0, 0,
		form02_options, cmd_form02},
	{"submit", "[--period P]", TEXT_HELP_SUBMIT, NEEDS_STORE, 0, 0, submit_options, cmd_submit},
	{"status", "", TEXT_CMD_STATUS, NEEDS_STORE, 0, 0, unit_options, cmd_status},
	{"device", "", TEXT_CMD_DEVICE, NEEDS_STORE, 0, 0, NULL, command_device},
	{"sync", "[--via URL|DIR] [--wait]", TEXT_CMD_SYNC, NEEDS_STORE, 0, 0, sync_options, command_sync},
	{"sync log", "", TEXT_PAPER_CMD_LOG, NEEDS_STORE, 0, 0, NULL, command_sync_log},
	{"backup", "-o DIR|FILE [--keep N]", TEXT_CMD_BACKUP, NEEDS_STORE, 0, 0, command_backup_options,
		command_backup},
	{"restore", "FILE [--key-file F | --recover]", TEXT_CMD_RESTORE, NEEDS_NOTHING, 0, 1, command_restore_options,
		command_restore},
	{"phone code", "NAME", TEXT_CMD_PHONE_CODE, NEEDS_STORE, 1, -1, NULL, cmd_phone_code},
	{"phone list", "", TEXT_CMD_PHONE_LIST, NEEDS_STORE, 0, 0, NULL, cmd_phone_list},
	{"phone remove", "ID|NAME", TEXT_CMD_PHONE_REMOVE, NEEDS_STORE, 1, -1, NULL, cmd_phone_remove},
	{"check", "[--deep]", TEXT_CMD_CHECK, NEEDS_STORE, 0, 0, check_options, command_check},
	{"serve", "[--open] [--hotspot] [--listen ADDRESS:PORT]", TEXT_SERVE_HELP, NEEDS_NOTHING, 0, 0, serve_options,
		cmd_serve},
	{"rebuild", "", TEXT_HELP_REBUILD, NEEDS_STORE, 0, 0, NULL, command_rebuild},
	{"drafts", "", TEXT_DRAFT_CMD_DRAFTS, NEEDS_STORE, 0, 0, unit_options, cmd_drafts},
	{"next", "[NO]", TEXT_DRAFT_CMD_NEXT, NEEDS_STORE, 0, 1, unit_options, cmd_next},
	{"undo", "", TEXT_DRAFT_CMD_UNDO, NEEDS_STORE, 0, 0, unit_options, cmd_undo},
	{"demo", "", TEXT_DEMO_HELP, NEEDS_NOTHING, 0, 0, NULL, cmd_demo},
	END,
};

int main(int argc, char **argv)
{
	return command_main("tungnha-collector", STORE_COLLECTOR, commands, argc, argv);
}
