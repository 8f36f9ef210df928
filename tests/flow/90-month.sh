#!/bin/sh
# A month in Phú Lạc: four weeks, three hamlets, five laptops, one lost, one restored, the commune's disk too. The plays
# (tests/flow/month/week-N.play; their words: tests/support/flow_month.sh) are what people do; beside each stands Form 02
# after that week (week-N.csv), which tests/support/month.py adds up once more without the programs.
. "$(dirname "$0")/../support/flow.sh"
. "$(dirname "$0")/../support/flow_hub.sh"
. "$(dirname "$0")/../support/flow_month.sh"

month sticks
month share
same_month sticks share
echo "four weeks: $(tail -1 "$plays/week-4.csv")"
