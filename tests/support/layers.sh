#!/bin/sh
# Layers only look down (README, "Folders"): each file may include headers of its own folder and of its own or a lower layer.
set -eu
cd "$(dirname "$0")/../.."

layer_of_folder() {
  case $1 in
    src/base|src/text) echo 0 ;; src/form) echo 1 ;; src/journal) echo 2 ;; src/store) echo 3 ;; sync) echo 4 ;;
    src/report|src/app) echo 5 ;; src/web) echo 6 ;; src/collector|src/aggregator) echo 7 ;; *) echo unknown ;;
  esac
}
layer_of_header() {
  case $1 in
    late|late_zip|pack) echo 0 ;; err|text|buf|alloc|file|clock|id|json|html|csv|table|utf8|period) echo 0 ;; form|campaign|targets|tasks) echo 1 ;; keys|entry|chain) echo 2 ;;
    message|invite) echo 2 ;; # pure bytes: the store keeps receipts and invitations in their structs
    store_pages|store_users|store_decided) echo 3 ;; app_draft|app_access|app_exchanged|app_sticks|app_practice|app_words) echo 5 ;; page|page_parts|page_upload|page_sending|page_keeping|serve) echo 6 ;;
    app_begin|app_users|app_audit|app_receive) echo 5 ;;
    store|store_recall|store_records|store_journals|store_acts|store_facts) echo 3 ;; exchange|network) echo 4 ;; report|command|command_shared|app_collector|app_hub|app_decide|app_units) echo 5 ;;
    labels) echo 2 ;; app_lists) echo 5 ;;
    store_keep) echo 3 ;; app_keep|app_restore|command_keep|app_settings) echo 5 ;;
    app_corrections) echo 5 ;;
    app_warnings|app_queue) echo 5 ;;
    app_submit) echo 5 ;;
    app_network) echo 5 ;;
    document|app_duty|app_upwards|app_home|app_totals|app_figures|app_tasks|app_reports|app_export|app_verify|export) echo 5 ;;
    web) echo 6 ;;
    *) echo unknown ;;
  esac
}

bad=0
for file in src/*/*.[ch] sync/*.[ch]; do
  folder=$(dirname "$file")
  mine=$(layer_of_folder "$folder")
  [ "$mine" = unknown ] && { echo "$file: a folder no layer knows"; bad=1; continue; }
  for header in $(sed -n 's,^#include <tungnha/\(.*\)\.h>.*,\1,p' "$file"); do
    theirs=$(layer_of_header "$header")
    if [ "$theirs" = unknown ]; then echo "$file: <tungnha/$header.h> is of no layer; add it to $0"; bad=1
    elif [ "$theirs" -gt "$mine" ]; then echo "$file (layer $mine) includes <tungnha/$header.h> (layer $theirs)"; bad=1; fi
  done
  for header in $(sed -n 's,^#include "\(.*\)".*,\1,p' "$file"); do
    [ -e "$folder/$header" ] || { echo "$file includes \"$header\", which is not of its own folder"; bad=1; }
  done
done
for header in include/tungnha/*.h; do
  mine=$(layer_of_header "$(basename "$header" .h)")
  [ "$mine" = unknown ] && { echo "$header: a header no layer knows; add it to $0"; bad=1; continue; }
  for other in $(sed -n 's,^#include <tungnha/\(.*\)\.h>.*,\1,p' "$header"); do
    [ "$(layer_of_header "$other")" -le "$mine" ] || { echo "$header includes <tungnha/$other.h> of a higher layer"; bad=1; }
  done
done
# No word of Form 02 in C below the commands (whose JSON members are a contract of their own): forms are data.
words=$(sed -n 's/.*"id": *"\([a-z_]*\)".*/\1/p' forms/mau-02.json | sort -u | grep -E '_|vneid|persons|rated|reviewed' | paste -sd'|' -)
if grep -nE "\"($words)\"" src/base/*.c src/form/*.c src/journal/*.c src/store/*.c src/report/*.c src/app/*.c sync/*.c; then echo "a word of a form stands in C"; bad=1; fi
[ $bad -eq 0 ] && echo "layers: every include looks down, no word of a form in C"
exit $bad
