"""How to fetch each day by itself, as text for systemd and for cron; nothing is installed here."""

import os
import shlex
import sys

from cspdata import settings

SET = ("CSP_STORE", "CSP_PLACE", "CSP_PLACES", "CSP_POLICE_UK", "CSP_ADDRESS")
HOUR, MINUTE = 6, 20

TEXT = """\
# /etc/systemd/system/cspdata-fetch.service
[Unit]
Description=Bring new figures from police.uk
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
WorkingDirectory={folder}
{environment}ExecStart={python} -m cspdata fetch
TimeoutStartSec=1h

# /etc/systemd/system/cspdata-fetch.timer
[Unit]
Description=Look for new figures at police.uk each day

[Timer]
OnCalendar=*-*-* {hour:02}:{minute:02}
RandomizedDelaySec=1h
Persistent=true

[Install]
WantedBy=timers.target

# Then: systemctl enable --now cspdata-fetch.timer
# Or, with cron (crontab -e), in one line:
{minute} {hour} * * * cd {folder_quoted} && {settings}{python_quoted} -m cspdata fetch
"""


def schedule() -> str:
    """A systemd service with its timer and a cron line, with this installation's paths."""
    given = {name: os.environ[name] for name in SET if os.environ.get(name)}
    folder = str(settings.ROOT)
    return TEXT.format(
        folder=_escaped(folder),
        folder_quoted=shlex.quote(folder),
        python=_escaped(sys.executable),
        python_quoted=shlex.quote(sys.executable),
        environment="".join(f'Environment="{_escaped(f"{k}={v}")}"\n' for k, v in given.items()),
        settings="".join(f"{name}={shlex.quote(value)} " for name, value in given.items()),
        hour=HOUR,
        minute=MINUTE,
    )


def _escaped(text: str) -> str:
    """systemd reads % as a specifier."""
    return text.replace("%", "%%")
