#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# retired_words.sh DIAGTAPD EXTCAP ROOT: no text for people has words that were
# replaced by the usual terms.
#
# It checks the answers and the log of a daemon, the output of the programs and the
# messages in them, the configuration, manual, README and documents, and the files
# of the viewer and the dissector with their comments.
#
# It does not check CHANGELOG.md, which names the old words, and docs/measurements,
# which has reports as they were printed.
export LC_ALL=C
DIAGTAPD=$1 EXTCAP=$2 SOURCE_DIR=$3 SANDBOX=false
. "$SOURCE_DIR/tests/e2e/lib.sh"
need curl
need readelf

# PATTERN|WORD TO USE|EXAMPLES.  No letter may be before or after a match, and case
# does not matter: "doors?" matches "dtap_door", but not "indoor".
words='
octets?|byte|octet, Octets, read_octets
squeez[a-z]*|compress|squeezed, squeezer, archive_squeeze_failures
couriers?|upload transport|courier, dtap_courier
parcels?|upload file|parcel
excuses?|upload error|excuse
heralds?|report|herald
errands?|file request|errands
clerks?|file worker|clerk
doorways?|PCAP-over-IP listener|doorway
doors?|PCAP-over-IP port|door, doors
chatter|log of libwebsockets|chatter
shel(f|ves)|scan|shelf, shelves
sieves?|rewrite|sieve
volleys?|send|volley, volleys
rosters?|stream table|roster
tall(y|ies)|capture statistics|tally, tallies
slip(s|ped|ping)?|resync|slip, source_slips, slipped, slipping
outlets?|stream|outlet
patien(t|ce|tly)|lossless, or backpressure|patient, patience
asleep|stalled|asleep
hurr(y|ied)|cancel|hurry, hurried'

# Standard terms with such a word, in lower case.
exempt='
octet-stream
octet string'

# judge FILE...: prints the lines with such words, and the words to use.
judge() {
  WORDS=$words EXEMPT=$exempt awk '
    BEGIN {
      count = split(ENVIRON["WORDS"], rows, "\n")
      for (i = 2; i <= count; i++) {
        # Split from the end: a pattern may have the separator in brackets.
        at = match(rows[i], /\|[^|()]*\|[^|()]*$/)
        pattern[i] = "(^|[^a-z])" substr(rows[i], 1, at - 1) "([^a-z]|$)"
        rest = substr(rows[i], at + 1)
        instead[i] = substr(rest, 1, index(rest, "|") - 1)
      }
      terms = split(ENVIRON["EXEMPT"], term, "\n")
    }
    {
      line = tolower($0)
      for (i = 2; i <= terms; i++)
        gsub(term[i], "", line)
      for (i = 2; i <= count; i++)
        if (match(line, pattern[i])) {
          word = substr(line, RSTART, RLENGTH)
          gsub(/^[^a-z]|[^a-z]$/, "", word)
          printf "%s:%d: \"%s\", say: %s\n    %.100s\n", FILENAME, FNR, word,
            instead[i], $0
          wrong = 1
        }
    }
    END { exit wrong }' "$@"
}

# messages PROGRAM: the strings in it, without those of sanitizers: paths of
# sources, and "1 32 16 9 name:109" for a variable.
messages() {
  readelf -p .rodata "$1" | sed 's/^ *\[ *[0-9a-f]*\]  //' |
    grep -avE '^/.*\.[ch]$|^[0-9]+( [0-9]+){3} [a-z_]'
}

# First a test of this script: each example must be found by its own row.
echo "$words" | sed -n 's/.*|\(.*\)|\(.*\)/\1|\2/p' | while IFS='|' read -r instead examples; do
  for example in ${examples//,/ }; do
    printf 'It says "%s" here.\n' "$example" >planted
    found=$(judge planted) && fail "retired_words.sh lets \"$example\" pass"
    [[ $found = *"say: $instead"$'\n'* ]] || fail "of \"$example\": $found"
    ok "\"$example\" would be found"
  done
done
printf '%s\n' 'application/octet-stream' 'OCTET STRING' 'indoor, slippers' >planted
judge planted || fail "retired_words.sh takes these for wrong"

# The output of a daemon with all features enabled.
mkdir archive
start -o archive.enabled=true -o archive.directory=archive \
  -o archive.compress=gzip -o archive.rotate_bytes=65536 \
  -o ipa_stream_enabled=true -o ipa.source=simulator \
  -o pcap_over_ip.enabled=true -o pcap_over_ip.port=0 -o pcap_over_ip.ipa_port=0
fetch /api/diag/pcap | head -c 1000000 >/dev/null || :
for path in status metrics clock masks archive devices; do
  fetch "/api/$path" >"said.$path" 2>/dev/null || fetch "/$path" >"said.$path"
done
for path in nothing api/diag/stream?this api/archive/that; do
  curl -sS --max-time 20 "$url/$path"
done >said.refusals
grep -q '"archive"' said.status
grep -q '^# HELP diagtap_archive_' said.metrics
kill "$pid"
ended 0
mv log said.log

# The output of the programs, and the messages in them.
"$DIAGTAPD" --help >said.help
"$DIAGTAPD" -T >said.configuration
"$EXTCAP" --help >said.extcap_help
"$EXTCAP" --extcap-interfaces >said.extcap_interfaces
"$EXTCAP" --extcap-interface diagtap --extcap-config >said.extcap_config
messages "$DIAGTAPD" >said.messages
messages "$EXTCAP" >said.extcap_messages

status=0
judge said.* || status=1
cd "$SOURCE_DIR"
# shellcheck disable=SC2046 # none of the names has a space
judge README.md CONTRIBUTING.md docs/*.md docs/man/* $(find conf -type f) \
  $(find src/viewer dissector data -type f ! -name '*.svg' 2>/dev/null) || status=1
[ $status = 0 ] || fail "see above"
ok "no retired word"
