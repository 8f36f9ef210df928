#!/bin/sh
# A month in Phú Lạc: four weeks, three hamlets, five laptops, one lost, one restored, the commune's disk too. The plays
# (tests/flow/month/week-N.play; their words: tests/support/flow_month.sh) are what people do; beside each stands Form 02
# after that week (week-N.csv), which tests/support/month.py adds up once more without the programs.
#
# It is played three times: everything goes by sticks; by a line that is cut, slow, and loses replies; or now this way, now
# that. At the end of each week every store holds the same in all three, byte by byte: every entry of every journal, the
# commune's decisions, its receipts, when submits came, totals, statements with their codes; and so does Form 02 as printed.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/line.sh"
. "$(dirname "$0")/../support/flow_month.sh"

month sticks
month mixed
same_month sticks mixed
if [ -z "${TUNGNHA_SMALL:-}" ]; then
	month line
	same_month sticks line
fi
echo "four weeks: $(tail -1 "$plays/week-4.csv")"
