/* app_words.c - sentences that name a command, and what pages say in their place. */
#include <tungnha/app_words.h>

static const struct {
	text_id command, page;
} twins[] = {
	{TEXT_SYNC_NO_HUB, TEXT_PAPER_NO_HUB},
	{TEXT_SYNC_ASKED, TEXT_PAPER_ASKED},
	{TEXT_NET_NO_LIBRARY, TEXT_PAPER_NO_LIBRARY},
	{TEXT_NET_NO_ADDRESS, TEXT_PAPER_NO_ADDRESS},
	{TEXT_NET_REFUSED, TEXT_PAPER_REFUSED},
	{TEXT_NET_MOVED, TEXT_PAPER_MOVED},
	{TEXT_NET_TOO_LARGE, TEXT_PAPER_TOO_LARGE},
	{TEXT_NET_STUCK, TEXT_PAPER_STUCK},
	{TEXT_NET_BEHIND, TEXT_PAPER_BEHIND},
	{TEXT_NET_UNKNOWN, TEXT_PAPER_UNKNOWN},
	{TEXT_NET_STOPPED, TEXT_PAPER_STOPPED},
	{TEXT_NET_WAITING, TEXT_PAPER_WAITING},
	{TEXT_NET_OTHER_HUB, TEXT_PAPER_OTHER_HUB},
	{TEXT_DEVICE_REVOKED, TEXT_PAPER_REVOKED},
	{TEXT_DEVICE_UNKNOWN, TEXT_PAPER_UNKNOWN_YET},
	{TEXT_STATUS_WAITING, TEXT_PAPER_NOT_ACCEPTED},
};

text_id app_words(text_id id)
{
	for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
		if (twins[i].command == id)
			return twins[i].page;
	return id;
}

void app_words_of(const struct err *e, enum text_lang lang, char *out, size_t out_bytes)
{
	struct err said = *e;
	said.text = app_words(e->text);
	err_sentence(&said, lang, out, out_bytes);
}
