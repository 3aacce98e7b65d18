# What ./run and ./test need of the machine. Sourced by both, from the root of the clone.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
# Build servers would live on after us.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# dotnet keeps packages and its first-run state under HOME; a service user may have none.
need_home() {
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    mkdir -p artifacts/home
    export HOME="$PWD/artifacts/home"
  fi
}

need_dotnet() {
  has dotnet || [ ! -x "${HOME:-}/.dotnet/dotnet" ] || export PATH="$HOME/.dotnet:$PATH"
  if ! has dotnet || ! dotnet --list-sdks | grep -q '^10\.'; then
    fail "The .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 (or your package manager: dotnet-sdk-10.0), then start again."
  fi
}

# The same places that the program looks in (src/IncidentDesk/Storage/Postgres/PostgresBinaries.cs).
has_postgres() {
  local folder
  while read -r folder; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ] &&
      [ "$("$folder/postgres" --version | sed -E 's/.*\(PostgreSQL\) ([0-9]+).*/\1/')" -ge 15 ]; then
      return 0
    fi
  done < <(tr ':' '\n' <<<"$PATH"; printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
    {/opt/homebrew,/usr/local,/home/linuxbrew/.linuxbrew}/opt/postgresql@*/bin)
  return 1
}

# Runs a command as root; fails where we may not.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif has sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    sudo "$@"
  else
    return 1
  fi
}

apt_install() {
  mkdir -p artifacts
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 install --no-install-recommends "$@" \
    >artifacts/install.log 2>&1 </dev/null || { tail -20 artifacts/install.log >&2; return 1; }
}

# Debian and Ubuntu: the server programs, without the cluster that the package would make and start.
apt_postgres() {
  as_root apt-get -qq update >&2 || say "The package lists can't be updated; continuing with the ones at hand."
  local version
  version=$(apt-cache policy postgresql | sed -nE 's/ *Candidate: ([0-9]+).*/\1/p')
  if [ "${version:-0}" -lt 15 ]; then
    say "This system offers PostgreSQL ${version:-none}; IncidentDesk needs 15 or newer: see https://www.postgresql.org/download/linux/ for how to add it."
    return 1
  fi
  apt_install postgresql-common &&
    as_root sed -i -E 's/^#?[[:space:]]*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf &&
    apt_install postgresql
}

need_postgres() {
  if has_postgres; then
    return
  fi
  say "Installing the PostgreSQL server programs..."
  if has apt-get && apt_postgres && has_postgres; then
    return
  elif has brew && brew install postgresql@17 >&2 && has_postgres; then
    return
  fi
  fail "PostgreSQL's server programs (15 or newer) are missing and could not be installed from here. Install them (Debian, Ubuntu: sudo apt install postgresql; Fedora: sudo dnf install postgresql-server; macOS: brew install postgresql@17), or give the address of a server in IncidentDesk__Database__ConnectionString."
}

# Runs a build step quietly; shows what it said only when it fails.
quietly() {
  local log=artifacts/build.log
  mkdir -p artifacts
  if ! "$@" >"$log" 2>&1 </dev/null; then
    grep -E '(error|warning) ' "$log" | sort -u | head -40 >&2 || tail -40 "$log" >&2
    return 1
  fi
}
