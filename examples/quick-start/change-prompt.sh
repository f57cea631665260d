#!/bin/bash
# Changes one text prompt of the demo from draft to production, with curl alone:
#   bash examples/quick-start/change-prompt.sh welcome.en 'Hi {{name}}, nice to see you.'
set -euo pipefail
[ $# = 2 ] || { echo "usage: $0 <prompt id> <new text>" >&2; exit 2; }
prompt=$1 text=$2
access=${ANVIL_DATA_DIR:-.anvil}/demo.env
[ -r "$access" ] || { echo "$access is not there. Run npm start first, and name its data folder by ANVIL_DATA_DIR where it is not .anvil." >&2; exit 1; }
set -a; . "$access"; set +a
api=$ANVIL_FORGE_URL/api/v1
project=$api/projects/$ANVIL_PROJECT_ID

# pick EXPRESSION: a value of the JSON on stdin, such as .id; nothing where a failed call gave nothing
pick() { node -e 'const text = String(require("fs").readFileSync(0)); if (!text) process.exit(1); const body = JSON.parse(text); console.log('"body$1"')'; }
# json KEY VALUE …: an object of texts
json() { node -e 'const a = process.argv.slice(1), o = {}; while (a.length) o[a.shift()] = a.shift(); console.log(JSON.stringify(o))' "$@"; }
# call METHOD ADDRESS [BODY] [HEADER]: the answer, or FORGE's reason and the end
call() {
  local answer reason
  answer=$(curl -sS -X "$1" "$2" -H "authorization: Bearer ${token:-}" -H 'content-type: application/json' ${3:+-d "$3"} ${4:+-H "$4"} -w '\n%{http_code}')
  case ${answer##*$'\n'} in
    2*) echo "${answer%$'\n'*}" ;;
    *)
      reason=$(echo "${answer%$'\n'*}" | pick .error.message 2>/dev/null) || reason="$1 $2: $answer"
      echo "$reason" >&2
      return 1
      ;;
  esac
}

token=$(call POST "$api/sessions" "$(json email "$ANVIL_ADMIN_EMAIL" password "$ANVIL_ADMIN_PASSWORD")" | pick .token)

echo "1. Which prompt set has $prompt?"
set_id=
for id in $(call GET "$project/prompt-sets" | pick '.prompt_sets.map(({ id }) => id).join(" ")'); do
  if found=$(call GET "$project/prompt-sets/$id/prompts/$prompt" 2>/dev/null); then set_id=$id; break; fi
done
[ -n "$set_id" ] || { echo "No prompt set has $prompt." >&2; exit 1; }
prompt_set=$project/prompt-sets/$set_id

echo "2. Open a draft, and write the text"
status=$(call GET "$prompt_set" | pick .status)
if [ "$status" = LOCKED ]; then call PUT "$prompt_set/status" '{"status":"LIVE"}' >/dev/null; fi
found=$(call GET "$prompt_set/prompts/$prompt")
body=$(node -e '
  const [prompt, template] = process.argv.slice(1)
  const { kind, delimiters, variables, metadata } = JSON.parse(prompt)
  console.log(JSON.stringify({ kind, template, delimiters, variables, metadata }))' "$found" "$text")
etag=$(echo "$found" | pick .etag)
call PUT "$prompt_set/prompts/$prompt" "$body" "if-match: $etag" >/dev/null

echo "3. Review, approve, lock"
status=$(call GET "$prompt_set" | pick .status)
if [ "$status" = LIVE ]; then call PUT "$prompt_set/status" '{"status":"REVIEW"}' >/dev/null; fi
digest=$(call GET "$prompt_set/draft" | pick .content_digest)
call POST "$prompt_set/approvals" "$(json content_digest "$digest")" >/dev/null
call PUT "$prompt_set/status" "$(json status LOCKED content_digest "$digest")" >/dev/null
version=$(call GET "$prompt_set" | pick .locked_version)

echo "4. Publish $version to production"
sequence=$(call GET "$project/environments/production/head" | pick .sequence)
call POST "$project/environments/production/publications" \
  "{\"kind\":\"publish\",\"sets\":[{\"prompt_set_id\":\"$set_id\",\"version\":\"$version\"}],\"expected_sequence\":$sequence}" \
  "idempotency-key: change-$set_id-$version-$sequence" | pick '.sequence' | sed 's/^/   production is at sequence /'
