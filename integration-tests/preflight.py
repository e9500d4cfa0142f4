"""Whether this machine has what the tests need, asked before anything runs. Prints one line for each thing that is missing, with how to get it.

usage: preflight.py unit|contracts|stories|all [containers]
"""
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

step = sys.argv[1]
containers = sys.argv[2:] == ['containers']
missing = []


def tool(name, package, steps=('unit', 'contracts', 'stories')):
    if (step == 'all' or step in steps) and not shutil.which(name):
        missing.append(f'{name} was not found on the PATH (Debian: apt-get install {package})')


def said(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout
    except OSError:
        return ''


def holder(port):
    """Who listens there, with the gateway's home where it is one's process."""
    lines = [line for table in ('tcp', 'tcp6') for line in Path('/proc/net', table).read_text().splitlines()[1:]]
    sockets = {f'socket:[{fields[9]}]' for fields in map(str.split, lines)
               if fields[1].endswith(f':{port:04X}') and fields[3] == '0A'}
    for process in Path('/proc').glob('[0-9]*'):
        try:
            if any(os.readlink(fd) in sockets for fd in (process / 'fd').iterdir()):
                mark = re.search(rb'(?:^|\0)WEIR_SUPERVISED=([^\0]*):([^\0:]*)', (process / 'environ').read_bytes())
                whose = f', {mark[2].decode()} of the gateway in {mark[1].decode()}; ./weir --home {mark[1].decode()} down ends it' if mark else ''
                return f'process {process.name} ({(process / "comm").read_text().strip()}){whose}'
        except OSError:
            continue
    return 'a process of another user'


def free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(('127.0.0.1', port))
            return True
        except OSError:
            return False


tool('mvn', 'maven')
tool('npm', 'npm')
tool('node', 'nodejs')
tool('sed', 'sed')
tool('setsid', 'util-linux', ('stories',))
tool('curl', 'curl', ('stories',))
tool('prometheus', 'prometheus', ('stories',))
tool('promtool', 'prometheus', ('stories',))
if shutil.which('node'):
    major = re.match(r'v(\d+)', said('node', '--version'))
    if not major or int(major[1]) < 20:
        missing.append('Node is older than 20 (see https://nodejs.org for a newer one)')
if 'pip ' not in said(sys.executable, '-m', 'pip', '--version'):
    missing.append('python3 has no pip (Debian: apt-get install python3-pip)')
if step in ('all', 'unit') and os.getuid() == 0 and said('unshare', '-U', 'id', '-u').strip() in ('', '0'):
    missing.append('PostgreSQL does not run as root, and user namespaces are off here: run the tests as another user, or allow them (sysctl kernel.unprivileged_userns_clone=1)')
PORTS = (10000, 8080, 9901, 18000, 9191, 8081, 9192, 8082, 8545, 9090, *range(9101, 9111))
if step in ('all', 'stories'):
    offset = int(os.environ.get('WEIR_TEST_PORTS', '11000'))
    for more in (0, 1000, 2000):
        for port in PORTS:
            if not free(port + offset + more):
                missing.append(f'port {port + offset + more} is taken by {holder(port + offset + more)} (WEIR_TEST_PORTS=N moves the tests\' ports)')
if containers:
    if not shutil.which('docker'):
        missing.append('docker was not found on the PATH, and the images need a container engine (Debian: apt-get install docker.io)')
    else:
        engine = subprocess.run(['docker', 'version'], capture_output=True, text=True)
        if engine.returncode:
            missing.append('no container engine answers: ' + (engine.stderr.strip().splitlines() or ['docker version failed'])[-1] + ' (start one; DOCKER_HOST says where)')
        elif not said('docker', 'compose', 'version'):
            missing.append('docker has no command compose: install the Compose plugin, version 2 or newer')
    for port in PORTS:
        if not free(port):
            missing.append(f'port {port}, which deploy/compose.yaml needs, is taken by {holder(port)}')
for line in missing:
    print('weir: ' + line, file=sys.stderr)
sys.exit(1 if missing else 0)
