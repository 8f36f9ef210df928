/* main.c - tungnha-aggregator: the table of its commands. */
#include <tungnha/app_words.h>
#include <tungnha/command.h>

#include "commands.h"

#define END                                                                                                            \
	{                                                                                                              \
		0                                                                                                      \
	}

static const struct command_option init_options[] = {
	{"unit", "CODE", false, TEXT_HUB_OPT_OWN_UNIT},
	{"name", "NAME", false, TEXT_HUB_OPT_NAME},
	{"level", "LEVEL", false, TEXT_HUB_OPT_LEVEL},
	{"parent-name", "NAME", false, TEXT_HUB_OPT_PARENT_NAME},
	{"campaign", "FILE", false, TEXT_HUB_OPT_CAMPAIGN},
	{"units", "FILE.csv|FILE.xlsx", false, TEXT_HUB_OPT_UNITS},
	{"encoding", "NAME", false, TEXT_OPT_ENCODING},
	{"sheet", "NAME", false, TEXT_OPT_SHEET},
	{"key-file", "FILE", false, TEXT_HUB_OPT_KEY_FILE},
	{"no-passphrase", NULL, false, TEXT_HUB_OPT_NO_PASSPHRASE},
	END,
};
static const struct command_option unit_import_options[] = {
	{"encoding", "NAME", false, TEXT_OPT_ENCODING},
	{"sheet", "NAME", false, TEXT_OPT_SHEET},
	END,
};
static const struct command_option unit_add_options[] = {
	{"listed", "N", false, TEXT_HUB_OPT_LISTED},
	{"level", "LEVEL", false, TEXT_HUB_OPT_LEVEL},
	{"parent", "CODE", false, TEXT_HUB_OPT_PARENT},
	END,
};
static const struct command_option on_options[] = {{"on", "DATE", false, TEXT_UNITS_OPT_ON}, END};
static const struct command_option split_options[] = {
	{"on", "DATE", false, TEXT_UNITS_OPT_ON},
	{"households", "NO", true, TEXT_UNITS_OPT_HOUSEHOLDS},
	{"name", "NAME", false, TEXT_UNITS_OPT_NAME},
	END,
};
static const struct command_option invite_options[] = {
	{"uses", "N", false, TEXT_HUB_OPT_USES},
	{"days", "N", false, TEXT_HUB_OPT_DAYS},
	{"address", "URL", true, TEXT_HUB_OPT_ADDRESS},
	{"o", "FILE.tni", false, TEXT_HUB_OPT_TNI},
	END,
};
static const struct command_option reason_options[] = {
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	END,
};
static const struct command_option purge_options[] = {
	{"after-lock", "DAYS", false, TEXT_OPT_AFTER_LOCK},
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	END,
};
static const struct command_option form02_options[] = {
	{"format", "text|csv|json|xlsx|html", false, TEXT_HUB_OPT_FORMAT},
	{"o", "FILE", false, TEXT_HUB_OPT_OUTPUT},
	{"unit", "CODE", false, TEXT_HUB_OPT_UNIT},
	{"period", "P", false, TEXT_OPT_PERIOD},
	{"blank", NULL, false, TEXT_HUB_OPT_BLANK},
	END,
};
static const struct command_option join_options[] = {
	{"label", "NAME", false, TEXT_UP_OPT_LABEL},
	END,
};
static const struct command_option sync_options[] = {
	{"via", "URL|DIR", false, TEXT_UP_OPT_VIA},
	{"wait", NULL, false, TEXT_OPT_WAIT},
	{"tries", "N", false, TEXT_OPT_TRIES},
	END,
};
static const struct command_option period_options[] = {
	{"period", "P", false, TEXT_OPT_PERIOD},
	END,
};
static const struct command_option submit_accept_options[] = {
	{"period", "P", false, TEXT_OPT_PERIOD},
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	{"withdraw", NULL, false, TEXT_OPT_WITHDRAW},
	END,
};
static const struct command_option close_options[] = {
	{"period", "P", false, TEXT_OPT_PERIOD},
	{"again", NULL, false, TEXT_OPT_CLOSE_AGAIN},
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	END,
};
static const struct command_option household_options[] = {
	{"history", NULL, false, TEXT_HUB_OPT_HISTORY},
	END,
};
static const struct command_option review_options[] = {
	{"return", "TEXT", false, TEXT_DECIDE_OPT_RETURN},
	{"approve", NULL, false, TEXT_DECIDE_OPT_APPROVE},
	{"entry", "JOURNAL:SEQ", false, TEXT_DECIDE_OPT_ENTRY},
	END,
};
static const struct command_option resolve_options[] = {
	{"keep", "JOURNAL:SEQ", false, TEXT_DECIDE_OPT_KEEP},
	{"renumber", "JOURNAL:SEQ", false, TEXT_DECIDE_OPT_RENUMBER},
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	END,
};
static const struct command_option row_options[] = {
	{"source", "TEXT", false, TEXT_DECIDE_OPT_SOURCE},
	{"date", "DATE", false, TEXT_DECIDE_OPT_DATE},
	END,
};
static const struct command_option figures_options[] = {
	{"period", "P", false, TEXT_FIGURE_OPT_PERIOD},
	{"unit", "CODE", false, TEXT_FIGURE_OPT_UNIT},
	{"source", "TEXT", false, TEXT_FIGURE_OPT_SOURCE},
	{"date", "D", false, TEXT_FIGURE_OPT_DATE},
	END,
};
static const struct command_option figures_list_options[] = {
	{"period", "P", false, TEXT_FIGURE_OPT_PERIOD},
	{"unit", "CODE", false, TEXT_FIGURE_OPT_UNIT},
	{"history", NULL, false, TEXT_FIGURE_OPT_HISTORY},
	END,
};
static const struct command_option figures_import_options[] = {
	{"period", "P", false, TEXT_FIGURE_OPT_PERIOD},
	{"dry-run", NULL, false, TEXT_FIGURE_OPT_DRY_RUN},
	{"encoding", "NAME", false, TEXT_OPT_ENCODING},
	{"sheet", "NAME", false, TEXT_OPT_SHEET},
	END,
};
static const struct command_option indicators_options[] = {
	{"period", "P", false, TEXT_FIGURE_OPT_PERIOD},
	{"format", "FORMAT", false, TEXT_FIGURE_OPT_FORMAT},
	{"o", "FILE", false, TEXT_FIGURE_OPT_OUT},
	END,
};
static const struct command_option tasks_options[] = {
	{"unit", "TEXT", false, TEXT_TASK_OPT_UNIT},
	{"state", "S", false, TEXT_TASK_OPT_STATE},
	{"format", "FORMAT", false, TEXT_FIGURE_OPT_FORMAT},
	{"o", "FILE", false, TEXT_FIGURE_OPT_OUT},
	END,
};
static const struct command_option tasks_import_options[] = {
	{"dry-run", NULL, false, TEXT_FIGURE_OPT_DRY_RUN},
	{"encoding", "NAME", false, TEXT_OPT_ENCODING},
	{"sheet", "NAME", false, TEXT_OPT_SHEET},
	END,
};
static const struct command_option totals_options[] = {
	{"period", "2025-W45", false, TEXT_OPT_PERIOD},
	{"dry-run", NULL, false, TEXT_OPT_DRY_RUN},
	{"total-differs", "REASON", false, TEXT_TOTALS_OPT_DIFFERS},
	{"encoding", "NAME", false, TEXT_OPT_ENCODING},
	{"sheet", "NAME", false, TEXT_OPT_SHEET},
	{"date", "DATE", false, TEXT_TOTALS_OPT_DATE},
	END,
};
static const struct command_option totals_clear_options[] = {
	{"period", "2025-W45", false, TEXT_OPT_PERIOD},
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	END,
};
static const struct command_option check_options[] = {
	{"against", "PATH", true, TEXT_OPT_AGAINST},
	{"deep", NULL, false, TEXT_HUB_OPT_DEEP},
	END,
};

static const struct command_option export_options[] = {
	{"format", "csv|json|dhis2|adx", false, TEXT_EXPORT_OPT_FORMAT},
	{"o", "FILE", false, TEXT_HUB_OPT_OUTPUT},
	{"period", "2025-W45", false, TEXT_OPT_PERIOD},
	END,
};

static const struct command_option unlock_options[] = {
	{"reason", "TEXT", false, TEXT_HUB_OPT_REASON},
	{"key-file", "FILE", false, TEXT_OPT_KEY_FILE},
	{"make-key", "DIR", false, TEXT_OPT_MAKE_KEY},
	END,
};

static const struct command_option serve_options[] = {
	{"open", NULL, false, TEXT_USERS_OPT_OPEN},
	{"listen", "ADDRESS:PORT", false, TEXT_WEB_OPT_LISTEN},
	{"behind-proxy", NULL, false, TEXT_WEB_OPT_BEHIND_PROXY},
	{"host", "NAME", true, TEXT_DESK_OPT_HOST},
	END,
};
static const struct command_option user_password_options[] = {
	{"password-file", "FILE", false, TEXT_USERS_OPT_PASSWORD},
	END,
};
static const struct command_option user_add_options[] = {
	{"role", "viewer|clerk|approver|admin", false, TEXT_USERS_OPT_ROLE},
	{"password-file", "FILE", false, TEXT_USERS_OPT_PASSWORD},
	END,
};

static const struct command_option report_options[] = {
	{"period", "P", false, TEXT_REPORTS_OPT_PERIOD},
	{"format", "html|docx|xlsx|text", false, TEXT_REPORTS_OPT_FORMAT},
	{"o", "FILE", false, TEXT_HUB_OPT_OUTPUT},
	END,
};
static const struct command_option report_text_options[] = {
	{"period", "P", false, TEXT_REPORTS_OPT_PERIOD},
	{"text", "TEXT", false, TEXT_REPORTS_OPT_TEXT},
	{"file", "FILE", false, TEXT_REPORTS_OPT_FILE},
	{"clear", NULL, false, TEXT_REPORTS_OPT_CLEAR},
	END,
};

static const struct command commands[] = {
	{"init",
		"--unit CODE --name NAME --campaign FILE [--units FILE.csv|FILE.xlsx] [--key-file F | "
		"--passphrase-file F | "
		"--no-passphrase]",
		TEXT_HUB_HELP_INIT, NEEDS_NOTHING, 0, 0, init_options, cmd_init},
	{"unlock", "[UNIT --reason TEXT | --key-file F | --make-key DIR]", TEXT_HUB_HELP_UNLOCK, NEEDS_NOTHING, 0, 1,
		unlock_options, cmd_unlock},
	{"passphrase", "[--new-passphrase-file F | --key-file F]", TEXT_CMD_PASSPHRASE, NEEDS_NOTHING, 0, 0,
		command_passphrase_options, command_change_passphrase},
	{"recover", "[--recovery-file F] [--new-passphrase-file F]", TEXT_CMD_RECOVER, NEEDS_NOTHING, 0, 0,
		command_recover_options, command_recover},
	{"lock", "[UNIT|all]", TEXT_HUB_HELP_LOCK, NEEDS_NOTHING, 0, 1, NULL, cmd_lock},
	{"unit list", "", TEXT_HUB_HELP_UNIT_LIST, NEEDS_STORE, 0, 0, NULL, cmd_unit_list},
	{"unit add", "CODE NAME [--listed N] [--level L] [--parent CODE]", TEXT_HUB_HELP_UNIT_ADD, NEEDS_STORE, 2, 2,
		unit_add_options, cmd_unit_add},
	{"unit import", "FILE.csv|FILE.xlsx [--encoding NAME] [--sheet NAME]", TEXT_HUB_HELP_UNIT_IMPORT, NEEDS_STORE,
		1, 1, unit_import_options, cmd_unit_import},
	{"unit rename", "CODE NAME --on DATE", TEXT_UNITS_HELP_RENAME, NEEDS_STORE, 2, 2, on_options, cmd_unit_rename},
	{"unit merge", "FROM… INTO --on DATE", TEXT_UNITS_HELP_MERGE, NEEDS_STORE, 2, -1, on_options, cmd_unit_merge},
	{"unit split", "FROM INTO --on DATE --households NO… [--name NAME]", TEXT_UNITS_HELP_SPLIT, NEEDS_STORE, 2, -1,
		split_options, cmd_unit_split},
	{"unit separate", "FROM INTO --on DATE", TEXT_UNITS_HELP_SEPARATE, NEEDS_STORE, 2, 2, on_options,
		cmd_unit_separate},
	{"invite", "UNIT [--uses N] [--days N] [--address URL]… [-o FILE.tni]", TEXT_HUB_HELP_INVITE, NEEDS_STORE, 1, 1,
		invite_options, cmd_invite},
	{"device list", "", TEXT_HUB_HELP_DEVICE_LIST, NEEDS_STORE, 0, 0, NULL, cmd_device_list},
	{"device accept", "NODE", TEXT_HUB_HELP_DEVICE_ACCEPT, NEEDS_STORE, 1, 4, NULL, cmd_device_accept},
	{"device revoke", "NODE --reason TEXT", TEXT_HUB_HELP_DEVICE_REVOKE, NEEDS_STORE, 1, 4, reason_options,
		cmd_device_revoke},
	{"receive", "PATH…", TEXT_HUB_HELP_RECEIVE, NEEDS_STORE, 1, -1, NULL, cmd_receive},
	{"user add", "NAME [--role ROLE] [--password-file F]", TEXT_USERS_HELP_ADD, NEEDS_STORE, 1, 1, user_add_options,
		cmd_user_add},
	{"user passwd", "NAME [--password-file F]", TEXT_USERS_HELP_PASSWD, NEEDS_STORE, 1, 1, user_password_options,
		cmd_user_passwd},
	{"user role", "NAME viewer|clerk|approver|admin", TEXT_USERS_HELP_ROLE, NEEDS_STORE, 2, 2, NULL, cmd_user_role},
	{"user list", "", TEXT_USERS_HELP_LIST, NEEDS_STORE, 0, 0, NULL, cmd_user_list},
	{"user remove", "NAME", TEXT_USERS_HELP_REMOVE, NEEDS_STORE, 1, 1, NULL, cmd_user_remove},
	{"serve", "[--open] [--listen 127.0.0.1:8030] [--behind-proxy] [--host NAME]…", TEXT_WEB_HELP_SERVE,
		NEEDS_NOTHING, 0, 0, serve_options, cmd_serve},
	{"status", "", TEXT_HUB_HELP_STATUS, NEEDS_STORE, 0, 0, NULL, cmd_status},
	{"form02", "[--format FORMAT] [-o FILE] [--unit CODE] [--period P] [--blank]", TEXT_HUB_HELP_FORM02,
		NEEDS_STORE, 0, 0, form02_options, cmd_form02},
	{"household", "UNIT NO [--history]", TEXT_HUB_HELP_HOUSEHOLD, NEEDS_STORE, 2, 2, household_options,
		cmd_household},
	{"household put", "UNIT household_no=NO KEY=VALUE… [--reason TEXT]", TEXT_DECIDE_HELP_PUT, NEEDS_STORE, 2, -1,
		reason_options, cmd_household_put},
	{"renumber", "UNIT NO NEW --reason TEXT", TEXT_DECIDE_HELP_RENUMBER, NEEDS_STORE, 3, 3, reason_options,
		cmd_renumber},
	{"row set", "UNIT COLUMN=N… --source TEXT --date D", TEXT_DECIDE_HELP_ROW_SET, NEEDS_STORE, 1, -1, row_options,
		cmd_row_set},
	{"row clear", "UNIT", TEXT_DECIDE_HELP_ROW_CLEAR, NEEDS_STORE, 1, 1, NULL, cmd_row_clear},
	{"reference set", "UNIT COLUMN=N… --source TEXT [--date D]", TEXT_DECIDE_HELP_REFERENCE_SET, NEEDS_STORE, 1, -1,
		row_options, cmd_reference_set},
	{"reference clear", "UNIT", TEXT_DECIDE_HELP_REFERENCE_CLEAR, NEEDS_STORE, 1, 1, NULL, cmd_reference_clear},
	{"review", "UNIT NO --return TEXT | --approve [--entry JOURNAL:SEQ]", TEXT_DECIDE_HELP_REVIEW, NEEDS_STORE, 2,
		2, review_options, cmd_review},
	{"review list", "[UNIT]", TEXT_QUEUE_HELP, NEEDS_STORE, 0, 1, NULL, cmd_review_list},
	{"conflict list", "", TEXT_HUB_HELP_CONFLICT_LIST, NEEDS_STORE, 0, 0, NULL, cmd_conflict_list},
	{"conflict resolve", "UNIT NO --keep JOURNAL:SEQ [--reason TEXT] | UNIT NO --renumber JOURNAL:SEQ NEW",
		TEXT_DECIDE_HELP_RESOLVE, NEEDS_STORE, 2, 3, resolve_options, cmd_conflict_resolve},
	{"held list", "", TEXT_HUB_HELP_HELD_LIST, NEEDS_STORE, 0, 0, NULL, cmd_held_list},
	{"held accept", "JOURNAL:SEQ [--reason TEXT]", TEXT_DECIDE_HELP_ACCEPT, NEEDS_STORE, 1, 1, reason_options,
		cmd_held_accept},
	{"held reject", "JOURNAL:SEQ --reason TEXT", TEXT_DECIDE_HELP_REJECT, NEEDS_STORE, 1, 1, reason_options,
		cmd_held_reject},
	{"backup", "-o DIR|FILE [--keep N]", TEXT_CMD_BACKUP, NEEDS_STORE, 0, 0, command_backup_options,
		command_backup},
	{"restore", "FILE [--key-file F | --recover] | --confirmed", TEXT_CMD_RESTORE, NEEDS_NOTHING, 0, 1,
		command_restore_options, command_restore},
	{"submit list", "[UNIT] [--period P]", TEXT_HELP_SUBMIT_LIST, NEEDS_STORE, 0, 1, period_options,
		cmd_submit_list},
	{"submit accept", "UNIT --period P --reason TEXT [--withdraw]", TEXT_HELP_SUBMIT_ACCEPT, NEEDS_STORE, 1, 1,
		submit_accept_options, cmd_submit_accept},
	{"close", "--period P [--again --reason TEXT]", TEXT_HELP_CLOSE, NEEDS_STORE, 0, 0, close_options, cmd_close},
	{"statement list", "", TEXT_HELP_STATEMENT_LIST, NEEDS_STORE, 0, 0, NULL, cmd_statement_list},
	{"statement show", "[P]", TEXT_HELP_STATEMENT_SHOW, NEEDS_STORE, 0, 1, NULL, cmd_statement_show},
	{"statement diff", "[P]", TEXT_HELP_STATEMENT_DIFF, NEEDS_STORE, 0, 1, NULL, cmd_statement_diff},
	{"figures set", "INDICATOR NUM/DEN [--period P] [--unit CODE] --source TEXT --date D", TEXT_FIGURE_HELP_SET,
		NEEDS_STORE, 2, 2, figures_options, cmd_figures_set},
	{"figures clear", "INDICATOR [--period P] [--unit CODE]", TEXT_FIGURE_HELP_CLEAR, NEEDS_STORE, 1, 1,
		figures_options, cmd_figures_clear},
	{"figures list", "[--period P] [--unit CODE] [--history]", TEXT_FIGURE_HELP_LIST, NEEDS_STORE, 0, 0,
		figures_list_options, cmd_figures_list},
	{"figures import", "FILE.csv|FILE.xlsx [--period P] [--dry-run]", TEXT_FIGURE_HELP_IMPORT, NEEDS_STORE, 1, 1,
		figures_import_options, cmd_figures_import},
	{"indicators", "[--period P] [--format FORMAT] [-o FILE]", TEXT_FIGURE_HELP_INDICATORS, NEEDS_STORE, 0, 0,
		indicators_options, cmd_indicators},
	{"join", "FILE.tni|- [--label NAME]", TEXT_UP_CMD_JOIN, NEEDS_STORE, 1, 1, join_options, cmd_join},
	{"sync", "[--via URL|DIR] [--wait] [--tries N]", TEXT_UP_CMD_SYNC, NEEDS_STORE, 0, 0, sync_options,
		command_sync},
	{"sync log", "", TEXT_PAPER_CMD_LOG, NEEDS_STORE, 0, 0, NULL, command_sync_log},
	{"device", "", TEXT_UP_CMD_DEVICE, NEEDS_STORE, 0, 0, NULL, command_device},
	{"tasks list", "[--unit TEXT] [--state S] [--format FORMAT] [-o FILE]", TEXT_TASK_HELP_LIST, NEEDS_STORE, 0, 0,
		tasks_options, cmd_tasks_list},
	{"tasks set", "ID [state=todo|doing|done] [result=TEXT] [start=…] [finish=…] [unit=…] [task=…]",
		TEXT_TASK_HELP_SET, NEEDS_STORE, 2, -1, NULL, cmd_tasks_set},
	{"tasks add", "task=TEXT [unit=TEXT] [start=…] [finish=…]", TEXT_TASK_HELP_ADD, NEEDS_STORE, 1, -1, NULL,
		cmd_tasks_add},
	{"tasks remove", "ID", TEXT_TASK_HELP_REMOVE, NEEDS_STORE, 1, 1, NULL, cmd_tasks_remove},
	{"tasks import", "FILE.csv|FILE.xlsx [--dry-run]", TEXT_TASK_HELP_IMPORT, NEEDS_STORE, 1, 1,
		tasks_import_options, cmd_tasks_import},
	{"import",
		"FILE.csv|FILE.xlsx [--period P] [--dry-run] [--total-differs REASON] [--encoding NAME] [--sheet NAME] "
		"[--date D]",
		TEXT_TOTALS_HELP_IMPORT, NEEDS_STORE, 1, 1, totals_options, cmd_import},
	{"import list", "[UNIT] [--period P]", TEXT_TOTALS_HELP_LIST, NEEDS_STORE, 0, 1, period_options,
		cmd_import_list},
	{"import clear", "UNIT --period P --reason TEXT", TEXT_TOTALS_HELP_CLEAR, NEEDS_STORE, 1, 1,
		totals_clear_options, cmd_import_clear},
	{"report", "weekly|final|period|ID [--period P] [--format html|docx|xlsx|text] [-o FILE]", TEXT_REPORTS_HELP,
		NEEDS_STORE, 1, 1, report_options, cmd_report},
	{"report list", "", TEXT_REPORTS_HELP_LIST, NEEDS_STORE, 0, 0, NULL, cmd_report_list},
	{"report late", "[--period P] [--format html|docx|xlsx|text] [-o FILE]", TEXT_REPORTS_HELP_LATE, NEEDS_STORE, 0,
		0, report_options, cmd_report_late},
	{"report text", "list REPORT | REPORT PART [--period P] [--text TEXT | --file FILE | --clear]",
		TEXT_REPORTS_HELP_TEXT, NEEDS_STORE, 1, 2, report_text_options, cmd_report_text},
	{"duty list", "", TEXT_PERIOD_HELP_DUTIES, NEEDS_STORE, 0, 0, NULL, cmd_duty_list},
	{"export", "[--format csv|json|dhis2|adx] [--period P] [-o FILE]", TEXT_EXPORT_HELP, NEEDS_STORE, 0, 0,
		export_options, cmd_export},
	{"verify", "CODE FILE", TEXT_VERIFY_HELP, NEEDS_STORE, 2, 2, NULL, cmd_verify},
	{"purge", "UNIT --after-lock DAYS --reason TEXT", TEXT_HELP_PURGE, NEEDS_STORE, 1, 1, purge_options, cmd_purge},
	{"check", "[--deep] [--against PATH…]", TEXT_HUB_HELP_CHECK, NEEDS_STORE, 0, -1, check_options, command_check},
	{"rebuild", "", TEXT_HELP_REBUILD, NEEDS_STORE, 0, 0, NULL, command_rebuild},
	{0},
};

int main(int argc, char **argv)
{
	app_words_hub();
	return command_main("tungnha-aggregator", STORE_AGGREGATOR, commands, argc, argv);
}
