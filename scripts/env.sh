#!/usr/bin/env bash
# Make .env from .env.example with new secrets for docker-compose.yml, unless it is there.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -e .env ]; then
  echo ".env is there already. The databases were made with its passwords: remove it only together with them."
  exit 0
fi
umask 077
fill='
import base64, re, secrets, sys

def filled(line):
    name = re.fullmatch(r"(\w+(?:_KEY|_SECRET|_PASSWORD))=\s*", line)
    if name is None:
        return line
    if name[1] == "FERNET_KEY":
        return f"{name[1]}={base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()}\n"
    return f"{name[1]}={secrets.token_hex(24)}\n"

sys.stdout.writelines(map(filled, sys.stdin))
'
"${PYTHON:-python3}" -c "$fill" <.env.example >.env.new
mv .env.new .env
echo "Wrote .env; only you can read it. Next: docker compose up --build --detach --wait"
